import { chromium } from "playwright-core";
import { programs } from "./checkout.mjs";

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** How long a page may take to show what a journey waits for, on a busy machine of two cores. */
const PATIENCE_MS = 20_000;

/** A browser in which each buyer has a profile of their own. */
export async function startBrowser() {
  const browser = await chromium.launch({ executablePath: programs.chromium, headless: true, args: ARGS });
  let buyers = 0;
  return {
    stop: () => browser.close(),
    /**
     * A new buyer's profile: nothing remembered, an address of its own.
     * @param {string} siteUrl @param {{locale?: "ko-KR"|"en-US", timezoneId?: string}} [options]
     */
    async buyer(siteUrl, { locale = "en-US", timezoneId = "Asia/Seoul" } = {}) {
      const context = await browser.newContext({
        baseURL: siteUrl, viewport: PHONE, locale, timezoneId, reducedMotion: "reduce",
        // Limits count by address; these are the documentation's own (RFC 5737).
        extraHTTPHeaders: { "cf-connecting-ip": `203.0.113.${++buyers}` },
      });
      context.setDefaultTimeout(PATIENCE_MS);
      context.setDefaultNavigationTimeout(PATIENCE_MS);
      return context;
    },
  };
}
