/** The waiting page. */
export class WaitingPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.place = page.getByTestId("place-number");
    this.ahead = page.getByTestId("people-ahead");
    this.yourTurn = page.getByTestId("your-turn");
  }

  /** The shown place, from 1. */
  placeNumber = async () => shownNumber(this.place);
  /** People ahead as shown. */
  peopleAhead = async () => shownNumber(this.ahead);

  /** A scene without numbers. @param {string} name e.g. "left" */
  scene = (name) => this.page.locator(`[data-scene="${name}"]`);

  /** Asks to leave the line, and waits to be asked back. */
  async leave() {
    await this.page.getByTestId("leave-line").click();
    await this.page.getByRole("dialog").waitFor();
  }

  /** Answers no. */
  stay = () => this.page.getByRole("dialog").locator('button[value="no"]').click();

  /** Answers yes. */
  async leaveIndeed() {
    await this.page.getByTestId("confirm-leave").click();
    await this.scene("left").waitFor();
  }

  /** After having left: joins the line anew. */
  lineUpAgain = () => this.scene("left").locator("button.primary").click();

  /** Goes on to the seats once it is this buyer's turn. @param {number} [limitMs] */
  async goToSeats(limitMs) {
    await this.page.getByTestId("go-to-seats").click({ timeout: limitMs });
    await this.page.waitForURL("**/seats/**");
  }
}

const shownNumber = async (locator) => Number((await locator.textContent()).replace(/\D/g, ""));
