import { lang, t, words } from "/js/i18n.js";

/**
 * The problem as a sentence in the reader's language; the server's own words where we have none.
 * @param {any} problem
 */
export async function sentence(problem) {
  await words("problems");
  const { code, body = {} } = problem;
  // Codes may come by an address: they name sentences about problems, no others.
  const { default: said } = await import(`/i18n/${lang}/problems.js`);
  if (code && Object.hasOwn(said, code)) return t(code, body);
  return (code && body.detail) || t("unexpected");
}
