/**
 * Makes the seats of a list one stop of the Tab key; arrows, Home and End move among them: five hundred stops would keep
 * everybody without a mouse from ever getting on.
 * @param {HTMLElement} list of groups of buttons, a row each
 */
export function moveAmong(list) {
  const rows = [...list.querySelectorAll(".row-seats")].map((row) => /** @type {HTMLElement[]} */ ([...row.children]));
  const all = rows.flat();
  const stop = (seat) => all.forEach((one) => (one.tabIndex = one === seat ? 0 : -1));
  stop(all.find((one) => one.dataset.state === "free") ?? all[0]);
  list.addEventListener("focusin", (event) => all.includes(/** @type {any} */ (event.target)) && stop(event.target));
  list.addEventListener("keydown", (event) => {
    const row = rows.findIndex((seats) => seats.includes(/** @type {any} */ (event.target)));
    if (row < 0) return;
    const at = rows[row].indexOf(/** @type {any} */ (event.target));
    const to = {
      ArrowLeft: () => rows[row][at - 1],
      ArrowRight: () => rows[row][at + 1],
      ArrowUp: () => level(rows[row - 1], at),
      ArrowDown: () => level(rows[row + 1], at),
      Home: () => rows[row][0],
      End: () => rows[row].at(-1),
    }[event.key];
    if (!to) return;
    event.preventDefault();
    to()?.focus();
  });
}

/** The seat at the same place of another row, or its last. */
const level = (row, at) => row && row[Math.min(at, row.length - 1)];
