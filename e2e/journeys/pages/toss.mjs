/** Toss's payment page, on its own site. */
export class TossPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
  }

  /** The amount that Toss asks for, in won. */
  amount = async () => Number((await this.page.locator("#toss-amount").textContent()).replace(/\D/g, ""));

  /** Pays, which leads back to the site. */
  pay = () => this.page.locator("#toss-pay").click();

  /** The card company says no, which leads back to the site. */
  decline = () => this.page.locator("#toss-decline").click();
}
