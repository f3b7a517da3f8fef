import { DESKTOP } from "../system/browser.mjs";

/** Where the console keeps its sign-in. */
const SESSION = "fr.console.session";

/** The staff console in a browser profile of its own. */
export class Console {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.heading = page.getByRole("heading", { level: 1 });
    this.alert = page.getByRole("alert");
  }

  /** @param {Awaited<ReturnType<typeof import("../system/browser.mjs").startBrowser>>} browser @param {string} internalUrl */
  static async open(browser, internalUrl) {
    const context = await browser.buyer(internalUrl);
    const page = await context.newPage();
    await page.setViewportSize(DESKTOP);
    const console = new Console(page);
    await page.goto("/");
    await console.shown();
    return console;
  }

  /** Waits until the page of the address is there. */
  shown = () => this.page.waitForFunction(() => document.querySelector("h1") && !document.querySelector("main")?.hasAttribute("aria-busy"));

  /** @param {string} path of the console, such as `/sales` */
  async go(path) {
    await this.page.evaluate((hash) => (location.hash = hash), `#${path}`);
    await this.page.waitForFunction((hash) => location.hash === hash, `#${path}`);
    await this.shown();
  }

  /** Opens another page of the on-sale. @param {string} name */
  async tab(name) {
    await this.page.getByRole("navigation", { name: "Pages of this on-sale" }).getByRole("link", { name }).click();
    await this.shown();
  }

  /** Fills controls by their names. @param {Record<string, string|number>} values */
  async fill(values) {
    for (const [name, value] of Object.entries(values)) await this.page.locator(`[name="${name}"]`).fill(String(value));
  }

  /** How many seats the preview of a plan has. */
  previewSeats = () => this.page.getByTestId("preview-seats").textContent();

  /** Sends the form, and answers the id in the address of what it made. @param {string} testid of its button @param {RegExp} leadsTo */
  async save(testid, leadsTo) {
    await this.page.getByTestId(testid).click();
    await this.page.waitForURL(leadsTo);
    await this.shown();
    return leadsTo.exec(this.page.url())?.[1] ?? "";
  }

  /** @param {{email: string, password: string}} account */
  async signIn({ email, password }) {
    await this.fill({ email, password });
    await this.page.getByTestId("sign-in-submit").click();
  }

  /** Answers yes to what the console asks. */
  yes = () => this.page.getByTestId("confirm-yes").click();

  /** Lets the sign-in's token come past half of its life. */
  age = () =>
    this.page.evaluate((key) => {
      const now = JSON.parse(sessionStorage.getItem(key) ?? "{}");
      sessionStorage.setItem(key, JSON.stringify({ ...now, from_ms: Date.now() - 400_000, until_ms: Date.now() + 200_000 }));
    }, SESSION);

  /** The sign-in's token is new. */
  isFresh = () => this.page.evaluate((key) => Date.now() - JSON.parse(sessionStorage.getItem(key) ?? "{}").from_ms < 60_000, SESSION);

  /** What a figure of the live view shows now. @param {string} id e.g. "waiting" */
  figure = (id) => this.page.getByTestId(`live-${id}`).textContent();

  /** Sets the cap and confirms it. @param {number} cap */
  async setCap(cap) {
    await this.fill({ cap });
    await this.page.getByTestId("set-cap").click();
    await this.yes();
  }
}
