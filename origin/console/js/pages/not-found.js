import { fill, h } from "/console/js/dom.js";
import { empty, head } from "/console/js/parts/head.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function notFound({ main }) {
  fill(main, head({ title: "Not found" }), empty("There is no such page in the console.", h("a", { class: "button", href: "#/sales" }, "To the sales")));
}
