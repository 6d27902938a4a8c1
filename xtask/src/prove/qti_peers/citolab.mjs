// @citolab/qti-components: each response in a fresh item, as the engine's own loader puts it on a page.
export const files = { "/engine.js": "@citolab/qti-components/cdn/index.js" };
export const html = '<script type="module" src="/engine.js"></script>';
export const isReady = () => Boolean(customElements.get("qti-assessment-item"));

/** Runs in the page: one item, all its responses. */
export async function score({ text, vectors, readyMs }) {
  const put = async () => {
    const place = document.createElement("item-container");
    const connected = new Promise((done, fail) => {
      const ready = (event) => done(event.detail);
      document.body.addEventListener("qti-assessment-item-connected", ready, { once: true });
      setTimeout(() => fail(new Error("the item did not come onto the page")), readyMs);
    });
    // The engine looks at what it is to show when it comes onto the page.
    place.itemXML = text;
    document.body.replaceChildren(place);
    const item = await connected;
    // Variables and templates are registered when their elements have been drawn.
    await new Promise((drawn) => setTimeout(drawn, 0));
    await item.updateComplete;
    return item;
  };
  const scored = [];
  for (const { responses, kinds } of vectors) {
    const faults = [];
    const noted = (event) => faults.push(String(event.error ?? event.reason));
    window.addEventListener("error", noted);
    try {
      const item = await put();
      for (const [name, texts] of Object.entries(responses)) {
        const kind = kinds.responses[name];
        const isOne = kind === "single" || kind === "record";
        item.updateResponseVariable(name, texts === null ? null : isOne ? texts[0] : texts);
      }
      item.processResponse(true, false);
      const outcomes = {};
      for (const { identifier, value, type } of item.variables) {
        if (type === "outcome") outcomes[identifier] = value ?? null;
      }
      scored.push(faults.length > 0 ? { error: faults[0] } : { outcomes });
    } catch (error) {
      scored.push({ error: String(error) });
    }
    window.removeEventListener("error", noted);
  }
  document.body.replaceChildren();
  return scored;
}
