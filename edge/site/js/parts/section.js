import { t } from "/js/i18n.js";

/** A section by its code: the one name that a seat's section has, from the map to the ticket. @param {string} code */
export const sectionCalled = (code) => (/구역$|^section\b/i.test(code) ? code : t("section_code", { code }));
