/**
 * Makes one element. Text always goes in as text nodes, so nothing a server says can become markup.
 * @param {string} tag
 * @param {Record<string, any>} [props] `on<event>` functions, anything else as an attribute; null and false are left out
 * @param {...any} children nodes, texts, lists of them; null and false are left out
 * @returns {any}
 */
export const h = (tag, props, ...children) => dress(document.createElement(tag), props, children);

/** The same for SVG. @param {string} tag @param {Record<string, any>} [props] @param {...any} children @returns {any} */
export const s = (tag, props, ...children) => dress(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);

/** Replaces what a node holds. @param {Element} node @param {...any} children */
export function fill(node, ...children) {
  node.replaceChildren(...kept(children));
  return node;
}

/** Sets text only when it changed. @param {Element} node @param {string} text */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function dress(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value == null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...kept(children));
  return node;
}

const kept = (children) =>
  children
    .flat(9)
    .filter((child) => child != null && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
