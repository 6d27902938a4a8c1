// Dragging by pointer: mouse, pen and finger alike. Whatever can be dragged has a way by keyboard beside it.

/** Less is a click with a hand that shakes. */
const BEGINS_AFTER_PX = 6;
/** So near to the edge of the screen the page scrolls. */
const EDGE_PX = 56;
const SCROLL_PX = 14;

/**
 * @typedef {{
 *   may?(event: PointerEvent): boolean, start(): void, move(x: number, y: number): void,
 *   drop(x: number, y: number): void, cancel(): void,
 * }} Dragged
 */

/**
 * @param {HTMLElement} handle
 * @param {Dragged} acts
 */
export function draggable(handle, acts) {
  handle.addEventListener("dragstart", (event) => event.preventDefault());
  handle.addEventListener("pointerdown", (event) => {
    const isLocked = handle.closest("[data-locked]") !== null;
    if (isLocked || event.button !== 0 || !event.isPrimary || acts.may?.(event) === false) return;
    follow(handle, event, acts);
  });
}

/** @param {HTMLElement} handle @param {PointerEvent} first @param {Dragged} acts */
function follow(handle, first, acts) {
  const listening = new AbortController();
  const { signal } = listening;
  let begun = false;
  const end = (/** @type {() => void} */ how) => {
    listening.abort();
    document.documentElement.classList.remove("is-dragging");
    if (!begun) return;
    // The click that ends a drag is no click.
    const swallow = (/** @type {Event} */ click) => {
      click.stopPropagation();
      click.preventDefault();
    };
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
    how();
  };
  document.addEventListener("pointermove", (event) => {
    if (event.pointerId !== first.pointerId) return;
    if (!begun) {
      const far = Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY);
      if (far < BEGINS_AFTER_PX) return;
      begun = true;
      handle.setPointerCapture(event.pointerId);
      document.documentElement.classList.add("is-dragging");
      acts.start();
    }
    scrollNear(event.clientY);
    acts.move(event.clientX, event.clientY);
  }, { signal });
  document.addEventListener("pointerup", (event) => {
    if (event.pointerId === first.pointerId) end(() => acts.drop(event.clientX, event.clientY));
  }, { signal });
  document.addEventListener("pointercancel", (event) => {
    if (event.pointerId === first.pointerId) end(() => acts.cancel());
  }, { signal });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !begun) return;
    event.stopPropagation();
    end(() => acts.cancel());
  }, { signal, capture: true });
}

/** @param {number} y */
function scrollNear(y) {
  if (y < EDGE_PX) scrollBy(0, -SCROLL_PX);
  else if (y > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX);
}

/**
 * A picture of what is dragged, beside the pointer.
 * @param {HTMLElement} of
 */
export function ghost(of) {
  const copy = document.createElement("div");
  copy.className = "drag-ghost";
  copy.setAttribute("aria-hidden", "true");
  copy.append(...[...of.childNodes].map((node) => node.cloneNode(true)));
  for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
  document.body.append(copy);
  return {
    /** @param {number} x @param {number} y */
    at(x, y) { copy.style.transform = `translate(${x + 8}px, ${y + 8}px)`; },
    gone() { copy.remove(); },
  };
}
