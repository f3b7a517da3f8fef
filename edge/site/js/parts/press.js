/**
 * A button's work: busy while it runs and deaf to a second press, because people press twice.
 * @param {HTMLElement} button @param {() => Promise<unknown>} work
 */
export async function press(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}
