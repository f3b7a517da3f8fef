import { SeatMap } from "./map.mjs";

/** The seat map with its lists. */
export class SeatsPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.list = page.getByTestId("seat-list");
    this.hold = page.getByTestId("hold-button");
    this.map = new SeatMap(page);
    /** The chosen seats in the tray. */
    this.picks = page.locator(".pick");
  }

  /** Opens a section's list of seats. @param {string} section its code */
  async openSection(section) {
    await this.page.locator(`[data-section="${section}"]`).click();
    await this.list.waitFor();
  }

  /** @param {number} seatNo */
  seat = (seatNo) => this.list.locator(`[data-seat-no="${seatNo}"]`);

  /** The first `n` free seats of the open section that are neighbours in one row. @param {number} n @returns {Promise<number[]>} */
  async freeNeighbours(n) {
    await this.list.locator('[data-state="free"]').first().waitFor();
    const rows = await this.list.locator(".row-seats").evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("[data-seat-no]")].map((seat) => ({ no: Number(seat.getAttribute("data-seat-no")), free: seat.getAttribute("data-state") === "free" }))));
    for (const row of rows) {
      const at = row.findIndex((_, k) => k + n <= row.length && row.slice(k, k + n).every((seat) => seat.free));
      if (at >= 0) return row.slice(at, at + n).map((seat) => seat.no);
    }
    throw new Error(`no ${n} free neighbours in the open section`);
  }

  /** Chooses seats and holds them; ends on the checkout. @param {number[]} seats */
  async holdSeats(seats) {
    for (const seat of seats) await this.seat(seat).click();
    await this.hold.click();
    await this.page.waitForURL("**/checkout/**");
    await this.page.getByTestId("pay-button").waitFor();
  }

  /** Waits until all these seats of the open section are shown in a state. @param {number[]} seats @param {"free"|"held"|"taken"} state @param {number} limitMs */
  async showsAll(seats, state, limitMs) {
    await Promise.all(seats.map((seat) => this.list.locator(`[data-seat-no="${seat}"][data-state="${state}"]`).waitFor({ timeout: limitMs })));
  }
}
