import { h } from "/console/js/dom.js";
import { notice } from "/console/js/parts/notice.js";

/**
 * A list that goes on: shows the first page and, on a press, the next ones below it.
 * @param {any} first page: `items` and `next_cursor`
 * @param {{next: (cursor: string) => Promise<any>, show: (items: any[]) => any}} how
 */
export function pages(first, { next, show }) {
  const place = h("div", { class: "stack" });
  const add = (page) => {
    const button = page.next_cursor && h("button", { type: "button", class: "button", onclick: () => further(page.next_cursor, button) }, "Show more");
    place.append(show(page.items), ...(button ? [button] : []));
  };
  const further = async (cursor, button) => {
    button.disabled = true;
    try {
      const page = await next(cursor);
      button.remove();
      add(page);
    } catch (problem) {
      button.disabled = false;
      button.after(notice(problem));
    }
  };
  add(first);
  return place;
}
