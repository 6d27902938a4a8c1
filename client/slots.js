// Match and gap match: things of a pool are put into places, by drag, or picked up with Space and put down
// where the arrow keys lead. The lists at the places can be used as they are and always say what is true.

/** @import { Say } from "./interactions.js" */
import { words } from "./controls.js";
import { h } from "./dom.js";
import { draggable, ghost } from "./drag.js";

/**
 * @param {HTMLElement} ask
 * @param {Say} say
 */
export function slots(ask, say) {
  const pool = ask.querySelector("[data-pool]");
  if (pool instanceof HTMLElement) new Slots(ask, pool, say).begin();
}

/** @param {Element} element @returns {element is HTMLElement} */
const isHtml = (element) => element instanceof HTMLElement;

class Slots {
  /** @param {HTMLElement} ask @param {HTMLElement} pool @param {Say} say */
  constructor(ask, pool, say) {
    this.ask = ask;
    this.say = say;
    this.chips = [...pool.children].filter(isHtml);
    this.places = [...ask.querySelectorAll("[data-slot]")].filter(isHtml);
    /** What is picked up, and where the keyboard would put it. @type {HTMLElement | null} */
    this.held = null;
    this.aim = -1;
  }

  begin() {
    const hint = this.ask.querySelector(".pool-title");
    hint?.append(h("span", { class: "visually-hidden", lang: "en" },
      " Pick up with Space, choose a place with the arrow keys, put down with Space."));
    for (const chip of this.chips) this.dress(chip);
    for (const place of this.places) {
      for (const face of this.faces(place)) {
        face.addEventListener("click", (event) => this.clicked(place, event));
      }
    }
    this.ask.addEventListener("change", (event) => {
      if (event.target instanceof Element) this.chosen(event.target);
      this.redraw();
    });
    this.ask.addEventListener("filled", () => this.redraw());
    this.redraw();
  }

  /** A place's card, and its area on a picture. @param {HTMLElement} place */
  faces(place) {
    const area = this.ask.querySelector(`.area-button[data-area="${CSS.escape(place.dataset.slot ?? "")}"]`);
    return area instanceof HTMLElement ? [place, area] : [place];
  }

  /** @param {HTMLElement} chip */
  dress(chip) {
    const button = h("button", { type: "button", class: "chip-button", "aria-pressed": "false",
      onclick: () => this.toggle(chip) });
    button.append(...chip.childNodes);
    chip.append(button);
    button.addEventListener("keydown", (event) => this.key(chip, event));
    button.addEventListener("blur", () => {
      // A click elsewhere may be the place; the keyboard leaves it.
      setTimeout(() => {
        if (this.held === chip && document.activeElement?.matches(".chip-button")) this.hold(null);
      }, 0);
    });
    /** @type {ReturnType<typeof ghost> | undefined} */
    let shadow;
    draggable(button, {
      start: () => {
        this.hold(chip);
        shadow = ghost(button);
      },
      move: (x, y) => {
        shadow?.at(x, y);
        this.aimAt(this.placeAt(x, y));
      },
      drop: (x, y) => {
        shadow?.gone();
        const place = this.placeAt(x, y);
        this.hold(null);
        if (place) this.put(place, chip);
      },
      cancel: () => {
        shadow?.gone();
        this.hold(null);
      },
    });
  }

  /** @param {number} x @param {number} y */
  placeAt(x, y) {
    const found = document.elementFromPoint(x, y)?.closest("[data-slot], [data-area]");
    const name = found instanceof HTMLElement ? found.dataset.slot ?? found.dataset.area : undefined;
    return this.places.find((place) => place.dataset.slot === name);
  }

  /** @param {HTMLElement} chip */
  toggle(chip) {
    if (this.held === chip) {
      const place = this.places[this.aim];
      this.hold(null);
      if (place) this.put(place, chip);
      else this.say(`${this.name(chip)} is put back.`);
      return;
    }
    this.hold(chip);
    const empty = this.places.findIndex((place) => this.inside(place).length === 0);
    this.aimAt(this.places[Math.max(0, empty)]);
    this.say(`You hold ${this.name(chip)}. ${this.whereto()} Arrow keys choose the place, Space puts it `
      + "there, Escape puts it back.");
  }

  /** @param {HTMLElement} chip @param {KeyboardEvent} event */
  key(chip, event) {
    if (this.held !== chip) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) {
      const count = this.places.length;
      this.aimAt(this.places[(this.aim + step + count) % count]);
      this.say(this.whereto());
    } else if (event.key === "Escape") {
      this.hold(null);
      this.say(`${this.name(chip)} is put back.`);
    } else {
      return;
    }
    event.preventDefault();
    // The exam's own keys move between questions.
    event.stopPropagation();
  }

  /** @param {HTMLElement | null} chip */
  hold(chip) {
    this.held = chip;
    this.aimAt(undefined);
    this.redraw();
  }

  /** @param {HTMLElement | undefined} place */
  aimAt(place) {
    this.aim = place ? this.places.indexOf(place) : -1;
    for (const one of this.places) {
      const isOver = one === place;
      for (const face of this.faces(one)) face.classList.toggle("is-over", isOver);
      this.area(one)?.classList.toggle("is-over", isOver);
    }
    for (const face of place && this.held ? this.faces(place) : []) face.scrollIntoView({ block: "nearest" });
  }

  /** The outline on a picture. @param {HTMLElement} place */
  area(place) {
    return this.ask.querySelector(`svg [data-area="${CSS.escape(place.dataset.slot ?? "")}"]`);
  }

  whereto() {
    const place = this.places[this.aim];
    if (!place) return "";
    const there = this.inside(place).map((chip) => this.name(chip)).join(", ");
    const holds = there ? `, holds ${there}` : "";
    return `Place ${this.aim + 1} of ${this.places.length}: ${this.title(place)}${holds}.`;
  }

  /** @param {HTMLElement} place @param {Event} event */
  clicked(place, event) {
    const isArea = event.currentTarget !== place;
    if (this.held) {
      const chip = this.held;
      event.preventDefault();
      this.hold(null);
      this.put(place, chip);
    } else if (isArea) {
      const chip = this.inside(place).at(-1);
      if (chip) {
        this.take(place, chip);
        this.say(`${this.name(chip)} is taken from ${this.title(place)}.`);
      } else {
        this.say("Pick up something to put here first.");
      }
    }
  }

  /**
   * The control that says that a thing is in a place.
   * @param {HTMLElement} place
   * @param {HTMLElement} chip
   */
  control(place, chip) {
    const found = place.querySelector(`[data-chip="${CSS.escape(chip.dataset.chip ?? "")}"]`);
    return found instanceof HTMLOptionElement || found instanceof HTMLInputElement ? found : undefined;
  }

  /** @param {HTMLElement} place @param {HTMLElement} chip */
  isIn(place, chip) {
    const control = this.control(place, chip);
    return control instanceof HTMLOptionElement ? control.selected : control?.checked ?? false;
  }

  /** @param {HTMLElement} place */
  inside(place) {
    return this.chips.filter((chip) => this.isIn(place, chip));
  }

  /** @param {HTMLElement} place @param {HTMLElement} chip */
  put(place, chip) {
    const control = this.control(place, chip);
    if (!control) return;
    if (control instanceof HTMLOptionElement) control.selected = true;
    else control.checked = true;
    this.say(`${this.name(chip)} is put to ${this.title(place)}.`);
    this.changed(place);
  }

  /** @param {HTMLElement} place @param {HTMLElement} chip */
  take(place, chip) {
    this.empty(place, chip);
    this.changed(place);
  }

  /** @param {HTMLElement} place @param {HTMLElement} chip */
  empty(place, chip) {
    const control = this.control(place, chip);
    if (control instanceof HTMLInputElement) control.checked = false;
    if (!(control instanceof HTMLOptionElement) || !control.selected) return;
    const select = control.closest("select");
    if (select) select.selectedIndex = 0;
  }

  /** @param {HTMLElement} place */
  changed(place) {
    place.querySelector("select, input")?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** What can be used once and is used elsewhere moves. @param {Element} control */
  chosen(control) {
    const place = this.places.find((one) => one.contains(control));
    if (!place) return;
    for (const chip of this.inside(place)) {
      const most = Number(chip.dataset.most ?? 0);
      const others = this.places.filter((one) => one !== place && this.isIn(one, chip));
      for (const other of most > 0 ? others.slice(0, Math.max(0, others.length + 1 - most)) : []) {
        this.empty(other, chip);
        this.say(`${this.name(chip)} moved from ${this.title(other)} to ${this.title(place)}.`);
      }
    }
    const takes = Number(place.dataset.most ?? 0);
    const inside = this.inside(place);
    if (takes > 0 && inside.length > takes) {
      const first = inside.find((chip) => this.control(place, chip) !== control);
      if (first) this.empty(place, first);
    }
  }

  redraw() {
    for (const chip of this.chips) {
      const most = Number(chip.dataset.most ?? 0);
      const used = this.places.filter((place) => this.isIn(place, chip)).length;
      const button = chip.querySelector(".chip-button");
      chip.classList.toggle("is-used", most > 0 && used >= most);
      chip.classList.toggle("is-held", this.held === chip);
      button?.setAttribute("aria-pressed", String(this.held === chip));
      if (used > 0) button?.setAttribute("aria-label", `${this.name(chip)}, used`);
      else button?.removeAttribute("aria-label");
    }
    for (const place of this.places) {
      const inside = this.inside(place);
      place.classList.toggle("is-done", inside.length > 0);
      place.classList.toggle("is-target", this.held !== null);
      this.area(place)?.classList.toggle("is-open", this.held !== null);
      const [, face] = this.faces(place);
      if (face) this.redrawArea(face, place, inside);
    }
  }

  /** @param {HTMLElement} face @param {HTMLElement} place @param {HTMLElement[]} inside */
  redrawArea(face, place, inside) {
    const texts = inside.map((chip) => this.name(chip));
    face.replaceChildren(...texts.map((text) => h("span", { class: "area-held" }, text)));
    this.area(place)?.classList.toggle("is-chosen", inside.length > 0);
    face.setAttribute("aria-label", `${this.title(place)}: ${texts.join(", ") || "empty"}`);
  }

  /** @param {HTMLElement} chip */
  name(chip) {
    const pictures = [...chip.querySelectorAll("img")].map((picture) => picture.alt).join(" ");
    return `${words(chip)} ${pictures}`.trim();
  }

  /** @param {HTMLElement} place */
  title(place) {
    const label = place.querySelector("select")?.getAttribute("aria-label");
    return label ?? words(place.querySelector(".match-text"));
  }
}
