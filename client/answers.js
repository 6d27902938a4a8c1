// An answer as it is kept: a list of texts. Of a question with one response variable they are its values; of
// several each is written `NAME:VALUE`, and no name holds a colon (QTI 3.0, 1.4, identifier).

/** @import { Ask, Item } from "./types.js" */
/** @import { Responses } from "./interactions.js" */

/**
 * The values of each response variable. A text that names none of them belongs to another question.
 * @param {Pick<Ask, "response">[]} asks
 * @param {string[]} answer
 * @returns {Responses}
 */
export function toResponses(asks, answer) {
  if (asks.length === 1) return { [asks[0].response]: [...answer] };
  const of = (/** @type {string} */ name) => answer.filter((text) => text.startsWith(`${name}:`))
    .map((text) => text.slice(name.length + 1));
  return Object.fromEntries(asks.map(({ response }) => [response, of(response)]));
}

/**
 * The answer that says the same.
 * @param {Pick<Ask, "response">[]} asks
 * @param {Responses} responses
 */
export function fromResponses(asks, responses) {
  const several = asks.length > 1;
  return asks.flatMap(({ response: name }) =>
    (responses[name] ?? []).map((value) => (several ? `${name}:${value}` : value)));
}

/**
 * Whether two answers are the same: of an order the places count.
 * @param {string[]} one
 * @param {string[]} other
 */
export const isSame = (one, other) => one.length === other.length
  && one.every((text, at) => text === other[at]);

/**
 * How an answer stands: `done`, `none`, or `check` - something is missing, too much, or not in the form that
 * the question asks for (N9). In numbers, what was given and what was asked for.
 * @param {Pick<Item, "asks" | "response">} item
 * @returns {{state: "done" | "none" | "check", given: number, asked: number}}
 */
export function standing({ asks, response }) {
  const responses = toResponses(asks, response);
  const parts = asks.map((ask) => {
    const values = (responses[ask.response] ?? []).filter((value) => value.trim() !== "");
    const isOver = ask.most > 0 && values.length > ask.most;
    const hasForm = !ask.pattern || values.every((value) => fits(value, ask.pattern ?? ""));
    const asked = isOver ? ask.most : ask.least;
    return { given: values.length, asked, isWhole: !isOver && values.length >= ask.least && hasForm };
  });
  const whole = parts.filter(({ isWhole }) => isWhole).length;
  const isNone = parts.every(({ given }) => given === 0);
  const state = isNone ? "none" : whole === parts.length ? "done" : "check";
  if (parts.length > 1) return { state, given: whole, asked: parts.length };
  return { state, given: parts[0]?.given ?? 0, asked: parts[0]?.asked ?? 0 };
}

/**
 * Whether a text has an author's form. A form that this browser cannot read is left to the server.
 * @param {string} text
 * @param {string} pattern
 */
export function fits(text, pattern) {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(text);
  } catch {
    return true;
  }
}
