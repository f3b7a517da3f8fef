/**
 * Makes one element. Text always goes in as text nodes, so nothing a server says can become markup.
 * @param {string} tag
 * @param {Record<string, any>} [props] `on<event>` functions, anything else as an attribute; null and false are left
 *   out
 * @param {...any} children nodes, texts, lists of them; null and false are left out
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value == null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...kept(children));
  return node;
}

/**
 * Replaces what a node holds. A focus inside stays: on what took the place, else on the heading.
 * @param {Element} node @param {...any} children
 */
export function fill(node, ...children) {
  const had = /** @type {any} */ (document.activeElement);
  const inside = had !== node && node.contains(had);
  node.replaceChildren(...kept(children));
  if (inside)
    focusOn(had.isConnected ? had : (node.querySelector(`[data-testid="${had.dataset.testid}"]`) ?? node.querySelector("h1,h2") ?? node));
  return node;
}

/** Focuses anything. @param {any} node */
export function focusOn(node) {
  if (node.tabIndex < 0) node.tabIndex = -1;
  node.focus();
}

/** Sets text only when it changed, so that live regions speak once. @param {Element} node @param {string} text */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const kept = (children) =>
  children
    .flat(9)
    .filter((child) => child != null && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
