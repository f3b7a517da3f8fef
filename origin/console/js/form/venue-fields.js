import { input, select } from "/console/js/form/fields.js";
import { zones } from "/console/js/time.js";

/** The names of a venue. @param {any} venue as the API gives it, or {} */
export const venueNames = (venue) => [
  input({ name: "name", label: "Name in Korean", lang: "ko", maxlength: 120, value: venue.name }),
  input({ name: "name_en", label: "Name in English", maxlength: 120, value: venue.name_en }),
  input({ name: "city", label: "City in Korean", lang: "ko", maxlength: 120, value: venue.city }),
  input({ name: "city_en", label: "City in English", maxlength: 120, optional: true, value: venue.city_en }),
];

/** Its zone, fixed once it is entered. */
export const zoneField = () => select({ name: "timezone", label: "Time zone", options: zones().map((zone) => [zone, zone]), value: "Asia/Seoul" });

/** What was entered; an English city that is not given is left out. @param {any} values */
export function namesOf({ name, name_en, city, city_en }) {
  return { name, name_en, city, ...(city_en && { city_en }) };
}
