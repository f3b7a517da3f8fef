/** A performance, with the way into its line. */
export class ShowPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.join = page.getByTestId("join-button");
  }

  /** From the list of what is on. @param {string} performance */
  async open(performance) {
    await this.page.goto("/");
    await this.page.locator(`[data-testid=show-card][data-id="${performance}"]`).click();
    await this.join.waitFor();
  }

  async joinLine() {
    await this.join.click();
    await this.page.waitForURL("**/wait/**");
  }
}
