/** The page of one's own account, and those that mailed links lead to. */
export class AccountPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.sessions = page.getByTestId("sessions").getByRole("listitem");
    this.verified = page.locator('[data-testid="email-state"][data-verified="true"]');
    this.unverified = page.locator('[data-testid="email-state"][data-verified="false"]');
  }

  async open() {
    await this.page.goto("/account/");
    await this.sessions.first().waitFor();
  }

  /** Follows a mailed link that proves the address. @param {string} link */
  async verify(link) {
    await this.page.goto(link);
    await this.page.getByTestId("verify").click();
    await this.page.getByTestId("verify-done").waitFor();
  }

  /** @param {string} from @param {string} to */
  async changePassword(from, to) {
    await this.page.locator("#current_password").fill(from);
    await this.page.locator("#password").fill(to);
    await this.page.getByTestId("change-password").click();
    await this.page.getByTestId("change-password-done").waitFor();
  }

  async endOthers() {
    await this.page.getByTestId("end-others").click();
    await this.page.getByTestId("end-others").waitFor({ state: "hidden" });
  }

  /** Has a link for a new password mailed. @param {string} email */
  async forgot(email) {
    await this.page.goto("/forgot/");
    await this.page.locator("#email").fill(email);
    await this.page.getByTestId("forgot").click();
    await this.page.getByTestId("forgot-done").waitFor();
  }

  /** @param {string} link @param {string} password */
  async reset(link, password) {
    await this.page.goto(link);
    await this.page.locator("#password").fill(password);
    await this.page.getByTestId("reset").click();
    await this.page.getByTestId("reset-done").waitFor();
  }

  /** Closes the account for good. @param {string} [password] */
  async withdraw(password) {
    if (password) await this.page.locator("#withdraw_password").fill(password);
    await this.page.getByTestId("withdraw").click();
    await this.page.getByTestId("withdraw-sure").click();
    await this.page.waitForURL((url) => url.pathname === "/");
  }
}
