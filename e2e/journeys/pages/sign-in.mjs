/** The page that signs people in and up. */
export class SignInPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
  }

  async open() {
    await this.page.goto("/sign-in/");
    await this.page.getByTestId("sign-in-submit").waitFor();
  }

  /** @param {{email: string, password: string}} account */
  async signIn({ email, password }) {
    await this.open();
    await this.page.locator("#email").fill(email);
    await this.page.locator("#password").fill(password);
    await this.#send();
  }

  /** @param {{name: string, email: string, password: string}} person */
  async signUp({ name, email, password }) {
    await this.open();
    await this.page.getByTestId("tab-sign-up").click();
    await this.page.locator("#name").fill(name);
    await this.page.locator("#email").fill(email);
    await this.page.locator("#password").fill(password);
    await this.#send();
  }

  async #send() {
    await this.page.getByTestId("sign-in-submit").click();
    await this.page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  }
}
