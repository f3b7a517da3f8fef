/**
 * The price table of a page, in minor units: what the page computes with and what it shows must be the same.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{subtotal: number, discount: number, total: number}>}
 */
export async function money(page) {
  await page.getByTestId("total").waitFor();
  const row = async (name) => {
    const cell = page.getByTestId(name);
    if (!(await cell.count())) return 0;
    const [minor, text] = [Number(await cell.getAttribute("data-minor")), await cell.textContent()];
    const shown = Number(text.replace(/[^\d]/g, ""));
    if (shown !== Math.abs(minor)) throw new Error(`${name}: shows ${text} for ${minor}`);
    return Math.abs(minor);
  };
  return { subtotal: await row("subtotal"), discount: await row("discount"), total: await row("total") };
}
