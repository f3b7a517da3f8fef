import { area, input } from "/console/js/form/fields.js";
import { h } from "/console/js/dom.js";

/** The fields of an event. @param {any} event as the API gives it, or {} */
export const eventFields = (event) =>
  h(
    "div",
    { class: "fields" },
    input({ name: "title", label: "Title in Korean", lang: "ko", maxlength: 120, value: event.title }),
    input({ name: "title_en", label: "Title in English", maxlength: 120, value: event.title_en }),
    input({ name: "summary", label: "Tagline in Korean", lang: "ko", maxlength: 300, value: event.summary }),
    input({ name: "summary_en", label: "Tagline in English", maxlength: 300, value: event.summary_en }),
    area({ name: "description", label: "Description in Korean", lang: "ko", rows: 5, maxlength: 10_000, optional: true, value: event.description }),
    area({ name: "description_en", label: "Description in English", rows: 5, maxlength: 10_000, optional: true, value: event.description_en }),
    input({ name: "poster_url", label: "Poster", hint: "A path on the site or an https address", optional: true, wide: true, maxlength: 300, value: event.poster_url }),
  );

/** What was entered, as the API takes it. @param {any} values */
export const eventOf = (values) => ({ ...values, poster_url: values.poster_url || null });
