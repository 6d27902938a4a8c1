// Areas of a picture as buttons that lie over it. The list below stays, folded: it says the same.

/** @import { Say } from "./interactions.js" */
import { words } from "./controls.js";
import { h } from "./dom.js";

/**
 * @param {HTMLElement} ask
 * @param {Say} say
 */
export function areas(ask, say) {
  const picture = ask.querySelector("[data-picture]");
  const drawing = picture?.querySelector("svg");
  const image = picture?.querySelector("img");
  if (!(picture instanceof HTMLElement) || !drawing || !image) return;
  const lay = () => {
    if (!drawing.hasAttribute("viewBox")) {
      if (!image.naturalWidth) return;
      drawing.setAttribute("viewBox", `0 0 ${image.naturalWidth} ${image.naturalHeight}`);
    }
    layButtons(ask, picture, drawing, say);
  };
  // A picture without a size of its own says it when it is there.
  if (drawing.hasAttribute("viewBox") || image.complete) lay();
  else image.addEventListener("load", lay, { once: true });
}

/**
 * @param {HTMLElement} ask
 * @param {HTMLElement} picture
 * @param {SVGSVGElement} drawing
 * @param {Say} say
 */
function layButtons(ask, picture, drawing, say) {
  const { width, height } = drawing.viewBox.baseVal;
  for (const area of drawing.querySelectorAll("[data-area]")) {
    const [left = 0, top = 0, right = width, bottom = height] =
      (area.getAttribute("data-box") ?? "").split(" ").filter(Boolean).map(Number);
    const name = area.getAttribute("data-area") ?? "";
    const button = h("button", { type: "button", class: "area-button", "data-area": name });
    const share = (/** @type {number} */ part, /** @type {number} */ of) => `${(part / of) * 100}%`;
    Object.assign(button.style, { left: share(left, width), top: share(top, height),
      width: share(right - left, width), height: share(bottom - top, height),
      clipPath: outline(area.querySelector(".area-line"), left, top, right - left, bottom - top) });
    button.addEventListener("focus", () => {
      area.classList.toggle("is-focused", button.matches(":focus-visible"));
    });
    button.addEventListener("blur", () => area.classList.remove("is-focused"));
    picture.append(button);
    if (ask.dataset.kind === "hot-spot") choosable(ask, area, button, say);
  }
  const list = ask.querySelector("[data-instead]");
  if (!list) return;
  const fold = h("details", { class: "area-instead" }, h("summary", { lang: "en" }, "Use a list instead"));
  list.before(fold);
  fold.append(list);
}

/**
 * So that areas that overlap as boxes are still hit by their shape.
 * @param {Element | null} line
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
function outline(line, left, top, width, height) {
  if (line instanceof SVGCircleElement || line instanceof SVGEllipseElement) return "ellipse(50% 50%)";
  if (!(line instanceof SVGPolygonElement)) return "";
  const corners = [...line.points].map(({ x, y }) =>
    `${((x - left) / width) * 100}% ${((y - top) / height) * 100}%`);
  return `polygon(${corners.join(", ")})`;
}

/**
 * An area that is chosen: its button sets the control of the list.
 * @param {HTMLElement} ask
 * @param {Element} area
 * @param {HTMLButtonElement} button
 * @param {Say} say
 */
function choosable(ask, area, button, say) {
  const name = button.dataset.area ?? "";
  const control = ask.querySelector(`[data-for-area="${CSS.escape(name)}"]`);
  if (!(control instanceof HTMLInputElement)) return;
  const label = words(control.closest("label"));
  button.setAttribute("aria-label", label);
  const redraw = () => {
    area.classList.toggle("is-chosen", control.checked);
    button.setAttribute("aria-pressed", String(control.checked));
  };
  button.addEventListener("click", () => {
    control.checked = !control.checked;
    control.dispatchEvent(new Event("change", { bubbles: true }));
    say(`${label}: ${control.checked ? "chosen" : "not chosen"}.`);
  });
  ask.addEventListener("change", redraw);
  ask.addEventListener("filled", redraw);
  redraw();
}
