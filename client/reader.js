// What a page says that may only read: another tab, or another device, writes this sitting (F15).

/** @import { Item } from "./types.js" */
/** @import { Unsent } from "./unsent.js" */
import { h } from "./dom.js";
import { exportLink } from "./review.js";
import { howMany, whereTheyAre } from "./unsent.js";

/** @typedef {"tab" | "device"} By who writes instead */

const WORDS = {
  tab: { title: "This exam is open in another tab", text: "Here it can only be read.", other: "tab" },
  device: {
    title: "This exam is open on another device",
    text: "Here it can only be read.",
    other: "device",
  },
  lost: {
    title: "This exam was continued on another device",
    text: "Here it can only be read now. If that was not you, tell the certification body.",
    other: "device",
  },
};
const NO_ANSWER = "The server does not answer, so nothing has changed: try again in a moment.";

/**
 * The notice above the question, with the way back.
 * @param {{by: By, lost: boolean, failed: boolean, sitting: string, items: Item[], unsent: Unsent,
 *   take: () => void}} how
 */
export function readerNotice({ by, lost, failed, sitting, items, unsent, take }) {
  const words = by === "device" && lost ? WORDS.lost : WORDS[by];
  const count = unsent.entries.length;
  const left = count > 0 && `${howMany(unsent)} ${whereTheyAre(unsent)}`;
  const send = count > 0 ? ` and to send ${count === 1 ? "it" : "them"}` : "";
  const way = `Continue here to answer on this page${send}; the other ${words.other} can then only read.`;
  const button = h("button", { type: "button", class: "button button-secondary" }, "Continue here");
  button.addEventListener("click", () => {
    button.setAttribute("disabled", "");
    take();
  });
  const link = left ? [exportLink(sitting, items, unsent.entries)] : [];
  return {
    tone: left || failed ? "attention" : "information",
    title: words.title,
    text: [failed && NO_ANSWER, words.text, left, way].filter(Boolean).join(" "),
    actions: [button, ...link],
  };
}

/**
 * Later answers from another device stand; what this one kept is said, and can be taken instead.
 * @param {Item[]} items those with another answer kept here
 * @param {() => void} use
 */
export function overtakenNotice(items, use) {
  const numbers = items.map((item) => item.position).sort((one, other) => one - other);
  const last = numbers.pop();
  const which = numbers.length > 0 ? `questions ${numbers.join(", ")} and ${last}` : `question ${last}`;
  const one = numbers.length === 0;
  const button = h("button", { type: "button", class: "button button-secondary" },
    one ? "Use the answer kept here" : "Use the answers kept here");
  button.addEventListener("click", use);
  return {
    tone: "attention",
    title: `Check ${which}`,
    text: "A later answer was saved from another device, and it is shown. This device keeps another one that "
      + "was not sent.",
    actions: [button],
  };
}
