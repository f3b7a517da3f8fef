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

  /** Goes on to the seats once it is this buyer's turn. @param {number} [limitMs] */
  async goToSeats(limitMs) {
    await this.page.getByTestId("go-to-seats").click({ timeout: limitMs });
    await this.page.waitForURL("**/seats/**");
  }
}

const shownNumber = async (locator) => Number((await locator.textContent()).replace(/\D/g, ""));
