/** Somebody without a mouse. */
export class Keyboard {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {...string} keys one after the other */
  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** @param {string} text */
  type = (text) => this.page.keyboard.type(text);

  /**
   * Goes on by the Tab key until something has the focus, which must be seen.
   * @param {import("playwright-core").Locator} target @param {number} [most] presses
   */
  async to(target, most = 40) {
    await target.waitFor();
    for (let pressed = 0; pressed <= most; pressed++) {
      if (await target.evaluate((node) => node === document.activeElement)) {
        const outline = await target.evaluate((node) => getComputedStyle(node).outlineStyle);
        if (outline === "none") throw new Error(`the focus on ${target} cannot be seen`);
        return;
      }
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`${target} is not reached by ${most} presses of Tab`);
  }

  /**
   * Something about what has the focus.
   * @template T
   * @param {(node: any) => T} of @returns {Promise<T>}
   */
  focused = async (of) => (await this.page.evaluateHandle(() => document.activeElement)).evaluate(of);
}
