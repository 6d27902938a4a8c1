// Small helpers for building the page. The only place where HTML text becomes elements is setServerHtml.

/**
 * Builds an element. Keys that begin with `on` are listeners; `true` sets an empty attribute.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * Writes a stem or an option: HTML that the server has sanitised. Nothing else may use innerHTML.
 * @param {Element} element
 * @param {string} html
 */
export function setServerHtml(element, html) {
  element.innerHTML = html;
}

/** The same drawings as in the pages' icon set. */
const PATHS = {
  tick: "M3.2 8.6l3.1 3.1 6.5-7.2",
  cross: "M4 4l8 8M12 4l-8 8",
  attention: "M8 2.2L14.6 13.5H1.4zM8 6.4v3.3M8 11.5v.3",
  flag: "M4 14.2V2.2h7.6L9.8 5.4l1.8 3.2H4",
  clock: "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.6V8l2.4 1.6",
  up: "M8 13V3.4M4.2 7.2L8 3.4l3.8 3.8",
  down: "M8 3v9.6M4.2 8.8L8 12.6l3.8-3.8",
  device: "M2.4 3.4h11.2v7.4H2.4zM5.4 13.4h5.2",
};

/**
 * Draws an icon; words must stand beside it.
 * @param {keyof typeof PATHS} name
 * @param {boolean} [filled]
 */
export function icon(name, filled = false) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  const set = (/** @type {Element} */ on, /** @type {Record<string, string>} */ to) => {
    for (const [key, value] of Object.entries(to)) on.setAttribute(key, value);
  };
  set(svg, { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" });
  set(path, {
    d: PATHS[name], fill: filled ? "currentColor" : "none", stroke: "currentColor", "stroke-width": "1.75",
    "stroke-linecap": "round", "stroke-linejoin": "round",
  });
  svg.append(path);
  return svg;
}

const NUMBERS = ["none", "one", "two", "three", "four", "five", "six"];

/**
 * A small number in words.
 * @param {number} number
 */
export function inWords(number) {
  return NUMBERS[number] ?? String(number);
}

/**
 * 'one question', '3 questions'.
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
