import { until } from "../system/until.mjs";

/** What is on: the list of shows with its search. */
export class ListPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.cards = page.getByTestId("show-card");
    this.moreButton = page.getByTestId("more");
    /** Said when nothing fits. */
    this.nothing = page.getByTestId("found").filter({ hasText: "No show" });
  }

  /** Waits until so many shows are listed. @param {number} n */
  shows = (n) => until(`${n} shows are listed`, async () => (await this.cards.count()) === n);

  more = () => this.moreButton.click();

  /** How many different shows are listed. */
  different = async () => new Set(await this.cards.evaluateAll((cards) => cards.map((card) => card.getAttribute("data-id")))).size;

  /** The reader's own time of a show. @param {string} performance */
  ownTime = (performance) => this.page.locator(`[data-id="${performance}"]`).getByTestId("own-time").textContent();

  /** Fills in what is given and searches. @param {{q?: string, city?: string, from?: string, to?: string}} question */
  async search({ city, ...texts }) {
    const form = this.page.getByTestId("search");
    const more = form.locator("details");
    if (!(await more.evaluate((node) => /** @type {HTMLDetailsElement} */ (node).open))) await more.locator("summary").click();
    for (const [name, text] of Object.entries(texts)) await form.locator(`[name=${name}]`).fill(text);
    if (city !== undefined) await form.locator("[name=city]").selectOption(city);
    await this.page.getByTestId("search-button").click();
  }

  /** Takes the search away. */
  clear = () => this.page.getByTestId("clear-search").click();
}
