import { t } from "/js/i18n.js";

/** A section by its code: the one name that a seat's section has, from the map to the ticket. @param {string} code */
export const sectionCalled = (code) => (/(구역|블록|블럭|석|층|존|열|관)$|\s|^[a-z]{4,}$/i.test(code) ? code : t("section_code", { code }));
