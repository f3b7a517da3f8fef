import { h } from "/js/dom.js";
import { pick } from "/js/i18n.js";
import { when } from "/js/parts/when.js";
import { foreign } from "/js/wording.js";

/**
 * Which show this is about, in three lines.
 * @param {{title: string, title_en: string, starts_at: string, timezone: string, venue: string, venue_en?: string}} show
 * @param {"h1"|"h2"} [heading]
 */
export const showBrief = (show, heading = "h2") =>
  h(
    "div",
    { class: "brief" },
    h(heading, { lang: foreign(pick(show, "title")) }, pick(show, "title")),
    h("p", {}, when(show.starts_at, show.timezone)),
    h("p", { class: "muted", lang: foreign(pick(show, "venue")) }, pick(show, "venue")),
  );
