import { t, words } from "/js/i18n.js";
import { confirm } from "/js/parts/confirm.js";

/** Asks before held seats are given up. @returns {Promise<boolean>} */
export async function askToRelease() {
  await words("leaving");
  return confirm({
    title: t("release_ask"),
    text: t("release_text"),
    yes: t("release_yes"),
    no: t("release_no"),
    testid: "confirm-release",
  });
}

/** Asks before a link of the frame leads out of a purchase: the turn would go to the next person. */
export async function guardLeaving() {
  await words("leaving");
  document.addEventListener("click", async (event) => {
    const link = /** @type {Element} */ (event.target).closest?.(".top a[href], .foot a[href]");
    if (!link || link.target || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const question = { title: t("out_ask"), text: t("out_text"), yes: t("out_yes"), no: t("out_no"), testid: "confirm-out" };
    if (await confirm(question)) location.assign(/** @type {HTMLAnchorElement} */ (link).href);
  });
}
