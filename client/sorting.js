// Order: cards that move, by button, by drag, or held with the space bar. The lists of places stay behind
// them and say the order; until something is moved, or left as shown on purpose, they say nothing.

/** @import { Say } from "./interactions.js" */
import { words } from "./controls.js";
import { h, icon } from "./dom.js";
import { draggable } from "./drag.js";

/**
 * @param {HTMLElement} ask
 * @param {Say} say
 */
export function sortable(ask, say) {
  const list = ask.querySelector("[data-order]");
  if (list instanceof HTMLElement && list.dataset.order === "whole") new Sorting(ask, list, say).begin();
  else if (list instanceof HTMLElement) apart(list);
}

/** Of some only, each place is given once: a place that is taken moves. @param {HTMLElement} list */
function apart(list) {
  list.addEventListener("change", (event) => {
    const mine = event.target;
    if (!(mine instanceof HTMLSelectElement)) return;
    for (const other of list.querySelectorAll("select")) {
      if (other !== mine && other.selectedIndex === mine.selectedIndex) other.selectedIndex = 0;
    }
  });
}

class Sorting {
  /** @param {HTMLElement} ask @param {HTMLElement} list @param {Say} say */
  constructor(ask, list, say) {
    this.ask = ask;
    this.list = list;
    this.say = say;
    /** The card that is held with the keyboard, and the order before. @type {HTMLElement | null} */
    this.held = null;
    /** @type {HTMLElement[]} */
    this.before = [];
  }

  /** @returns {HTMLElement[]} */
  get cards() {
    return /** @type {HTMLElement[]} */ ([...this.list.children]);
  }

  /** @param {HTMLElement} card */
  place(card) {
    return this.cards.indexOf(card) + 1;
  }

  begin() {
    this.shown = this.first();
    this.list.classList.add("is-sorted");
    this.list.before(h("p", { class: "ask-how", lang: "en", dir: "ltr" },
      "Use the arrow buttons, or drag a card by its number.", h("span", { class: "ask-keys" },
        " Or hold a card with ", h("kbd", {}, "Space"), ", move it with ", h("kbd", {}, "↑"), " ",
        h("kbd", {}, "↓"), ", put it down with ", h("kbd", {}, "Space"), ".")));
    for (const card of this.cards) this.dress(card);
    this.leave = h("button", { type: "button", class: "button button-quiet ask-clear",
      onclick: () => {
        this.commit();
        this.say("The order as it is shown is your answer.");
        this.cards[0]?.querySelector("button")?.focus();
      } }, "Leave it as shown");
    this.ask.append(h("div", { class: "ask-after" }, this.leave));
    this.ask.addEventListener("filled", () => this.read());
    this.redraw();
  }

  /** The order that was shown before anything was answered. */
  first() {
    return this.cards.map((card) => card.dataset.card ?? "");
  }

  /** @param {HTMLElement} card */
  dress(card) {
    const grip = h("button", { type: "button", class: "order-grip", "aria-pressed": "false",
      onclick: () => this.toggle(card) });
    const move = (/** @type {"up" | "down"} */ way) => h("button", { type: "button",
      class: `order-move is-${way}`, onclick: () => this.step(card, way) }, icon(way));
    card.prepend(grip);
    card.append(h("span", { class: "order-moves" }, move("up"), move("down")));
    grip.addEventListener("keydown", (event) => this.key(card, event));
    grip.addEventListener("blur", () => { if (this.held === card) this.putDown(); });
    draggable(card, {
      // A finger on the text scrolls the page; on the number it drags.
      may: ({ target, pointerType }) => target instanceof Element && !target.closest(".order-moves, a, pre")
        && (pointerType === "mouse" || target.closest(".order-grip") !== null),
      start: () => {
        if (this.held) this.putDown();
        this.before = this.cards;
        card.classList.add("is-dragged");
      },
      move: (_x, y) => this.follow(card, y),
      drop: () => {
        card.classList.remove("is-dragged");
        this.commit();
        this.tell(card, "put down");
      },
      cancel: () => {
        card.classList.remove("is-dragged");
        this.list.append(...this.before);
        this.redraw();
      },
    });
  }

  /**
   * The card goes where the pointer is; its neighbours make way.
   * @param {HTMLElement} card
   * @param {number} y
   */
  follow(card, y) {
    const middle = (/** @type {Element} */ element) => {
      const { top, height } = element.getBoundingClientRect();
      return top + height / 2;
    };
    const [above, below] = [card.previousElementSibling, card.nextElementSibling];
    if (above && y < middle(above)) card.after(above);
    else if (below && y > middle(below)) card.before(below);
    else return;
    this.redraw();
  }

  /**
   * The neighbour is moved, not the card: what has the focus keeps it.
   * @param {HTMLElement} card
   * @param {"up" | "down"} way
   */
  shift(card, way) {
    const neighbour = way === "up" ? card.previousElementSibling : card.nextElementSibling;
    if (!neighbour) return false;
    if (way === "up") card.after(neighbour);
    else card.before(neighbour);
    this.redraw();
    return true;
  }

  /** @param {HTMLElement} card @param {"up" | "down"} way */
  step(card, way) {
    if (!this.shift(card, way)) return;
    this.commit();
    this.tell(card, "moved");
    const [pressed, partner] = [`.is-${way}`, way === "up" ? ".is-down" : ".is-up"]
      .map((name) => card.querySelector(name));
    const next = pressed instanceof HTMLButtonElement && !pressed.disabled ? pressed : partner;
    if (next instanceof HTMLElement) next.focus();
  }

  /** @param {HTMLElement} card */
  toggle(card) {
    if (this.held === card) {
      this.putDown();
      return;
    }
    this.held = card;
    this.before = this.cards;
    this.redraw();
    this.say(`You hold ${this.name(card)}. Arrow keys move it, Space puts it down, Escape puts it back.`);
  }

  /** @param {HTMLElement} card @param {KeyboardEvent} event */
  key(card, event) {
    if (this.held !== card) return;
    const ways = { ArrowUp: "up", ArrowDown: "down" };
    const way = /** @type {"up" | "down" | undefined} */ (ways[/** @type {"ArrowUp"} */ (event.key)]);
    if (way) {
      if (this.shift(card, way)) this.say(`Place ${this.place(card)} of ${this.cards.length}.`);
    } else if (event.key === "Escape") {
      this.held = null;
      this.restore(card);
      this.say(`${this.name(card)} is back at place ${this.place(card)}.`);
    } else {
      return;
    }
    event.preventDefault();
    // The exam's own keys move between questions.
    event.stopPropagation();
  }

  /** The order before, without taking the focus from a card. @param {HTMLElement} card */
  restore(card) {
    const at = this.before.indexOf(card);
    this.list.prepend(...this.before.slice(0, at));
    this.list.append(...this.before.slice(at + 1));
    this.redraw();
  }

  putDown() {
    const card = this.held;
    if (!card) return;
    this.held = null;
    this.commit();
    this.tell(card, "put down");
  }

  /** The lists of places say what is seen. */
  commit() {
    for (const [at, card] of this.cards.entries()) {
      const select = card.querySelector("select");
      if (select) select.value = `${at + 1} ${card.dataset.card}`;
    }
    this.redraw();
    this.list.querySelector("select")?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** The cards stand as the lists of places say; without an answer as they were shown first. */
  read() {
    const at = (/** @type {HTMLElement} */ card) =>
      Number.parseInt(card.querySelector("select")?.value ?? "", 10);
    const first = (/** @type {HTMLElement} */ card) => (this.shown ?? []).indexOf(card.dataset.card ?? "");
    const place = (/** @type {HTMLElement} */ card) => at(card) || this.cards.length + 1 + first(card);
    this.list.append(...this.cards.sort((one, other) => place(one) - place(other)));
    this.redraw();
  }

  redraw() {
    const { cards } = this;
    const isUnmoved = cards.every((card) => card.querySelector("select")?.value === "");
    this.list.classList.toggle("is-unmoved", isUnmoved);
    if (this.leave) this.leave.hidden = !isUnmoved;
    for (const [at, card] of cards.entries()) {
      const isHeld = this.held === card;
      const grip = card.querySelector(".order-grip");
      card.classList.toggle("is-held", isHeld);
      if (grip) grip.textContent = String(at + 1);
      grip?.setAttribute("aria-pressed", String(isHeld));
      grip?.setAttribute("aria-label", `Hold ${this.name(card)}, place ${at + 1} of ${cards.length}`);
      for (const [way, end] of /** @type {const} */ ([["up", 0], ["down", cards.length - 1]])) {
        const button = card.querySelector(`.is-${way}`);
        button?.toggleAttribute("disabled", at === end);
        button?.setAttribute("aria-label", `Move ${this.name(card)} ${way}`);
      }
    }
  }

  /** @param {HTMLElement} card */
  name(card) {
    return words(card.querySelector(".order-text"));
  }

  /** @param {HTMLElement} card @param {string} what */
  tell(card, what) {
    this.say(`${this.name(card)} ${what}, now place ${this.place(card)} of ${this.cards.length}.`);
  }
}
