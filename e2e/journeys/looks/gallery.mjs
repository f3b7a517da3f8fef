import { join } from "node:path";
import { errors } from "playwright-core";
import { faults } from "../system/axe.mjs";
import { DESKTOP, PHONE } from "../system/browser.mjs";
import { kept } from "../system/checkout.mjs";

/** Pictures of one buyer's pages, and what axe-core held against them. */
export class Gallery {
  /** @param {import("playwright-core").Page} page @param {"en"|"ko"} lang */
  constructor(page, lang) {
    this.page = page;
    this.lang = lang;
    /** One line a fault. @type {string[]} */
    this.faults = [];
  }

  /** Keeps the page as it prints. @param {string} name */
  async paper(name) {
    await this.page.pdf({ path: join(kept("screenshots"), `${this.lang}-${name}.pdf`), preferCSSPageSize: true });
    await this.page.emulateMedia({ media: "print", colorScheme: "dark" });
    await this.#picture(`${name}-paper`, { fullPage: true });
    await this.page.emulateMedia({ media: "screen", colorScheme: "light" });
  }

  /**
   * Keeps pictures of the whole page as it is now, on a phone and on a desktop, light and dark.
   * @param {string} name @param {{drawn?: () => Promise<unknown>, fullPage?: boolean}} [options] `drawn`: the page draws with the scheme's
   *   colours itself: it is loaded anew for each, and is ready when this is done
   */
  async shot(name, { drawn, fullPage = true } = {}) {
    for (const scheme of /** @type {const} */ (["dark", "light"])) {
      await this.page.emulateMedia({ colorScheme: scheme });
      if (drawn) {
        await this.page.reload();
        await drawn();
      }
      for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
        await this.page.setViewportSize(viewport);
        await this.#picture(`${name}-${size}-${scheme}`, { animations: "disabled", fullPage });
      }
      // What is dark differs in its colours alone.
      const found = await faults(this.page, scheme === "dark" ? ["color-contrast"] : undefined);
      this.faults.push(...found.map((fault) => `${this.lang}-${name}, ${scheme}: ${fault}`));
    }
  }

  /**
   * One picture. On a busy machine headless Chromium now and then never hands over the frame it was asked for, of a page
   * that is well: it is asked once more. A page that hangs fails the second time as well.
   * @param {string} name @param {import("playwright-core").PageScreenshotOptions} options
   */
  async #picture(name, options) {
    const path = join(kept("screenshots"), `${this.lang}-${name}.png`);
    try {
      await this.page.screenshot({ ...options, path });
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
      await this.page.bringToFront();
      await this.page.screenshot({ ...options, path });
    }
  }
}
