import { money } from "./money.mjs";

/** The checkout: price, coupon, payment. */
export class CheckoutPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.pay = page.getByTestId("pay-button");
    this.explanation = page.getByTestId("coupon-explanation");
  }

  /** Enters a coupon's code and waits for the price with it. @param {string} code */
  async addCoupon(code) {
    await this.page.locator("input[name=code]").fill(code);
    await this.page.locator("input[name=code]").press("Enter");
    await this.explanation.waitFor();
  }

  /** The shown prices in minor units. */
  prices = () => money(this.page);

  /** Agrees and goes to Toss. */
  async payAtToss() {
    await this.page.getByTestId("agree").check();
    await this.pay.click();
    await this.page.waitForURL(/\/v1\/payments\/[^/]+\/checkout/);
  }
}
