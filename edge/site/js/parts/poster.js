const SVG = "http://www.w3.org/2000/svg";

/**
 * Art for a show without a poster: an arena's rows from above, one seat lit; which one follows from the id, so a show
 * always looks the same.
 * @param {{id: string, event: {poster_url: string|null, title: string}}} show
 */
export function poster({ id, event }) {
  if (event.poster_url) {
    const image = document.createElement("img");
    Object.assign(image, { src: event.poster_url, alt: "", className: "poster", loading: "lazy" });
    return image;
  }
  const seed = seedOf(id);
  const svg = make("svg", {
    viewBox: "0 0 320 180",
    class: `poster ${tone(id)}`,
    "aria-hidden": "true",
    preserveAspectRatio: "xMidYMid slice",
  });
  svg.append(make("rect", { width: 320, height: 180, class: "back" }));
  const lit = 8 + (seed % 7);
  for (let row = 0; row < 9; row++) {
    const radius = 48 + row * 17;
    const seats = Math.round(radius / 5.2);
    for (let seat = 0; seat <= seats; seat++) {
      const angle = Math.PI * (0.08 + (0.84 * seat) / seats);
      const isLit = row === 2 && seat === lit % seats;
      svg.append(
        make("circle", {
          cx: (160 + radius * 1.25 * Math.cos(angle)).toFixed(1),
          cy: (2 + radius * Math.sin(angle)).toFixed(1),
          r: isLit ? 5 : 2.6,
          class: isLit ? "lit" : "dot",
        }),
      );
    }
  }
  svg.append(make("rect", { x: 112, y: 8, width: 96, height: 12, rx: 6, class: "stage" }));
  return svg;
}

const seedOf = (id) => [...id].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7);

/** The colours of a show, as a class. @param {string} id of the performance */
export const tone = (id) => `tone-${seedOf(id) % 4}`;

function make(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}
