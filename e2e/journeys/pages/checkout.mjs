import { money } from "./money.mjs";

/** The checkout: price, coupon, payment. */
export class CheckoutPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.pay = page.getByTestId("pay-button");
    this.holdLost = page.locator('[role=alert][data-code="hold_lost"]');
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
    await this.agreeAndPay();
    await this.#atToss();
  }

  /** Agrees and presses the button, wherever that leads. */
  async agreeAndPay() {
    await this.page.getByTestId("agree").check();
    await this.pay.click();
  }

  /** Goes to Toss for an order that was agreed to before. */
  async payAgain() {
    await this.pay.click();
    await this.#atToss();
  }

  /** Back to the map after the hold was lost. */
  async chooseAgain() {
    await this.page.locator("main a.button.primary").click();
    await this.page.waitForURL("**/seats/**");
  }

  #atToss = () => this.page.waitForURL(/\/v1\/payments\/[^/]+\/checkout/);
}
