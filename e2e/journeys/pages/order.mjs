import { money } from "./money.mjs";

/** One order: its state, prices, tickets, and the way to cancel it. */
export class OrderPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.tickets = page.getByTestId("ticket");
  }

  /** Waits until the page shows a state. @param {string} state @param {number} [limitMs] */
  shows = (state, limitMs) => this.page.locator(`[data-testid=order-state][data-state="${state}"]`).waitFor({ timeout: limitMs });

  /** The order's id, from the address. */
  id = () => new URL(this.page.url()).searchParams.get("id") ?? "";

  /** The shown prices in minor units. */
  prices = () => money(this.page);

  /** Waits until the QR codes of all its tickets are really there. */
  async qrCodesLoaded() {
    await this.page.getByTestId("ticket-qr").first().waitFor();
    await this.page.waitForFunction(() => [...document.querySelectorAll("[data-testid=ticket-qr]")].every((image) => image.complete && image.naturalWidth > 0));
  }

  /** Cancels the whole order. @param {() => Promise<void>} [asked] while the page asks whether this is meant */
  async cancel(asked) {
    await this.page.getByTestId("cancel-order").click();
    await this.page.getByRole("dialog").waitFor();
    await asked?.();
    await this.page.getByTestId("confirm-cancel").click();
  }
}
