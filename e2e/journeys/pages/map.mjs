/** The canvas of the seat map: what it shows is asked of its own data, what it says of its live region. */
export class SeatMap {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.canvas = page.getByTestId("seat-map");
    /** What is said of the seat under the pointer. */
    this.card = page.getByTestId("seat-card");
  }

  /** Waits until the map is there with the states of its seats. */
  drawn = async () => {
    await this.page.locator('[data-testid=seat-map][data-view]').waitFor();
    await this.page.locator("[data-section] .num", { hasText: /\d/ }).first().waitFor();
  };

  /** Where it is looked at from. @returns {Promise<{scale: number, x: number, y: number}>} */
  async view() {
    const [scale, x, y] = (await this.canvas.getAttribute("data-view")).split(",").map(Number);
    return { scale, x, y };
  }

  /** Turns the wheel over its middle. @param {number} by pixels, negative zooms in */
  async wheel(by) {
    const { x, y } = await this.#middle();
    await this.page.mouse.move(x, y);
    await this.page.mouse.wheel(0, by);
  }

  /** Drags it with the mouse. @param {number} dx @param {number} dy */
  async drag(dx, dy) {
    const { x, y } = await this.#middle();
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + dx, y + dy, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Points at what is in its middle. */
  async hoverMiddle() {
    const { x, y } = await this.#middle();
    // The chosen ones are in the middle; between two of an even number there is no seat.
    await this.page.mouse.move(x - 12, y);
  }

  /** Presses keys on it. @param {...string} keys */
  async keys(...keys) {
    for (const key of keys) await this.canvas.press(key);
  }

  /** What a screen reader was told last. */
  said = () => this.page.locator("[aria-live=assertive]").textContent();

  async #middle() {
    const { x, y, width, height } = await this.canvas.boundingBox();
    return { x: x + width / 2, y: y + height / 2 };
  }
}
