// @ts-check
// Comfort on the page where an item is written: preview and lint come anew after a pause, and a draft that
// nobody else has seen is saved by itself. Without this file two buttons of the same form do both.

const LOOK_AFTER_MS = 1500;
const SAVE_AFTER_MS = 12_000;

const form = document.querySelector("form[data-writing]");
const told = document.querySelector("[data-save-state]");

/** @param {string} text */
const tell = (text) => { if (told) told.textContent = text; };

/**
 * What the server answers to the form as it stands now.
 * @param {HTMLFormElement} of
 * @param {string} act
 */
async function sent(of, act) {
  const body = new URLSearchParams();
  // A file goes by its own button alone.
  for (const [name, value] of new FormData(of)) if (typeof value === "string") body.append(name, value);
  body.set("do", act);
  const answer = await fetch(of.action, { method: "POST", body, headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { answer, page };
}

/** Shows preview and lint of an answer; how one looks at it stays. @param {Document} page */
function show(page) {
  const now = page.querySelector("#look");
  const shown = document.querySelector("#look");
  if (!now || !shown) return;
  const chosen = shown.querySelector("[name=preview]:checked");
  const focused = shown.contains(document.activeElement);
  // Whoever reads there is not moved.
  if (focused) return;
  const same = chosen instanceof HTMLInputElement &&
      now.querySelector(`[name=preview][value=${chosen.value}]`);
  if (same instanceof HTMLInputElement) same.checked = true;
  const top = shown.scrollTop;
  shown.replaceWith(document.adoptNode(now));
  now.scrollTop = top;
}

if (form instanceof HTMLFormElement) {
  let look = 0;
  let save = 0;
  let dirty = false;
  let leaving = false;
  /** One request at a time: an answer of before never stands above a later one. */
  let turn = Promise.resolve();
  const alone = (/** @type {() => Promise<void>} */ work) => {
    turn = turn.then(work).catch(() =>
      tell("Not saved: the server does not answer. What you typed stays here."));
  };
  const looks = async () => {
    const { answer, page } = await sent(form, "look");
    if (answer.ok) show(page);
  };
  const saves = async () => {
    if (!dirty || leaving) return;
    dirty = false;
    const { answer, page } = await sent(form, "save");
    const seq = page.querySelector("form[data-writing] [name=seq]");
    const own = form.querySelector("[name=seq]");
    if (answer.ok && seq instanceof HTMLInputElement && own instanceof HTMLInputElement) {
      own.value = seq.value;
      show(page);
      const now = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      tell(`Saved ${now}; only you and bank managers see it.`);
    } else {
      tell(answer.status === 409 ? "Somebody else saved meanwhile. Press “Save the draft” to see both."
        : "Not saved. Press “Save the draft” to see why.");
    }
  };
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(look);
    look = setTimeout(() => alone(looks), LOOK_AFTER_MS);
    if (!form.hasAttribute("data-autosave")) return;
    clearTimeout(save);
    save = setTimeout(() => alone(saves), SAVE_AFTER_MS);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(look);
    clearTimeout(save);
  });
  addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
}
