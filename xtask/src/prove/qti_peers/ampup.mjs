// qti3-item-player, a component of Vue 2, by its scoring interface: an item is loaded with the state of its
// responses and scored. Bodies are left out, for nothing is shown.
export const files = {
  "/vue.js": "vue/dist/vue.min.js",
  "/engine.js": "qti3-item-player/dist/qti3Player.umd.min.js",
};
export const html = '<div id="place"></div><script src="/vue.js"></script><script src="/engine.js"></script>';

/** Runs in the page: puts the player onto it once; whether it is there. */
export function isReady() {
  if (!window.Vue || !window.qti3Player) return false;
  if (window.player === undefined) {
    window.player = null;
    for (const name of ["log", "info", "warn", "error", "debug"]) console[name] = () => {};
    window.faults = [];
    window.heard = {};
    Vue.config.errorHandler = (error) => window.faults.push(String(error?.message ?? error));
    const on = {
      notifyQti3PlayerReady: (player) => (window.player = player),
      notifyQti3ItemReady: () => window.heard.ready?.(),
      notifyQti3ScoreAttemptCompleted: (said) => window.heard.scored?.(said),
    };
    const props = { suppressAlertMessages: true, suppressInvalidResponseMessages: true };
    const player = window.qti3Player.default ?? window.qti3Player;
    new Vue({ render: (make) => make(player, { props, on }) }).$mount("#place");
  }
  return window.player !== null;
}

/** Runs in the page: one item, all its responses. */
export async function score({ text, vectors, readyMs }) {
  // Templates of Vue are HTML: no declaration, no element that ends itself.
  const bare = text
    .replace(/<\?xml[^>]*\?>/, "")
    .replace(/<qti-item-body[\s\S]*<\/qti-item-body>/, "<qti-item-body></qti-item-body>")
    .replace(/<qti-stylesheet[^>]*\/>/g, "")
    .replace(/<([a-z0-9-]+)([^<>]*?)\/>/g, "<$1$2></$1>");
  const hear = (what) =>
    new Promise((done, fail) => {
      window.heard[what] = done;
      setTimeout(() => fail(new Error(window.faults[0] ?? `the engine is not ${what}`)), readyMs);
    });
  const typed = (base, value) => {
    if (base === "integer") return parseInt(value, 10);
    if (base === "float" || base === "duration") return parseFloat(value);
    return base === "boolean" ? value === "true" : value;
  };
  const scored = [];
  for (const [place, { responses, kinds }] of vectors.entries()) {
    window.faults.length = 0;
    const responseVariables = Object.entries(responses).map(([identifier, texts]) => {
      const [cardinality, base] = [kinds.responses[identifier], kinds.bases[identifier]];
      const values = texts?.map((one) => typed(base, one)) ?? null;
      const isOne = values !== null && cardinality === "single";
      return { identifier, cardinality, state: null, value: isOne ? values[0] : values };
    });
    const state = { identifier: "item", guid: String(place), responseVariables, validationMessages: [] };
    Object.assign(state, { contextVariables: [], outcomeVariables: [], templateVariables: [] });
    const sessionControl = { max_attempts: 0, show_feedback: false, validate_responses: false };
    try {
      const ready = hear("ready");
      // The same text twice would not be loaded again.
      player.loadItemFromXml(`${bare}<!-- ${place} -->`, { guid: String(place), sessionControl, state });
      await ready;
      const told = hear("scored");
      player.scoreAttempt("score");
      const variables = (await told).state.outcomeVariables;
      const pairs = variables.map(({ identifier, value }) => [identifier, value ?? null]);
      const outcomes = JSON.parse(JSON.stringify(Object.fromEntries(pairs)));
      const [fault] = window.faults;
      scored.push(fault === undefined ? { outcomes } : { error: fault });
    } catch (error) {
      scored.push({ error: String(error.message ?? error) });
    }
  }
  return scored;
}
