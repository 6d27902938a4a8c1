// @ts-check
// Keeps a course on this device, to be read without a network: one page with its lessons and pictures. It is
// asked for without who is signed in, so that nobody's progress, answer or key is in it. Without this file
// nothing is kept.

const VERSION = 1;
const KEPT = "assay-course-";
const WORKER = "/courses/worker.js";
const SCOPE = "/courses/";

/** @param {Element} box */
function begin(box) {
  const page = box.getAttribute("data-keep") ?? "";
  const name = `${KEPT}${VERSION}-${page}`;
  const state = box.querySelector("[data-keep-state]");
  const keep = box.querySelector("[data-keep-do]");
  const remove = box.querySelector("[data-keep-remove]");
  if (!(state && keep instanceof HTMLButtonElement && remove instanceof HTMLButtonElement)) return;

  const show = async () => {
    const day = await keptOn(page, name);
    state.textContent = day === undefined ? "Not kept on this device." : `Kept on this device, as of ${day}.`;
    keep.textContent = day === undefined ? "Keep it on this device" : "Keep it anew";
    remove.hidden = day === undefined;
  };
  /** @param {() => Promise<void>} act @param {string} failed */
  const pressed = (act, failed) => async () => {
    keep.disabled = remove.disabled = true;
    try {
      await act();
      await show();
    } catch {
      state.textContent = failed;
    }
    keep.disabled = remove.disabled = false;
  };
  const gone = "It could not be kept: the network did not answer, or this device has no room. " +
      "What was kept before is still there.";
  keep.addEventListener("click", pressed(() => kept(page, name), gone));
  remove.addEventListener("click", pressed(() => removed(name), "It could not be removed. Try it again."));
  show().then(() => box.removeAttribute("hidden"), () => {});
}

/**
 * The day of what is kept; none where nothing is.
 * @param {string} page
 * @param {string} name
 */
async function keptOn(page, name) {
  if (!await caches.has(name)) return undefined;
  const answer = await (await caches.open(name)).match(page);
  if (!answer) return undefined;
  const text = new DOMParser().parseFromString(await answer.text(), "text/html");
  return text.querySelector("[data-kept-on]")?.textContent ?? undefined;
}

/** As a visitor gets it: nothing is sent of who asks. @param {string} address */
async function asked(address) {
  const answer = await fetch(address, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/** Everything is there before anything of before goes. @param {string} page @param {string} name */
async function kept(page, name) {
  const answer = await asked(page);
  const text = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
  const named = [...text.querySelectorAll('link[rel="stylesheet"], main img')]
    .map((part) => part.getAttribute("href") ?? part.getAttribute("src") ?? "");
  const own = [...new Set(named)].filter((address) => address.startsWith("/"));
  const parts = await Promise.all(own.map(async (address) => ({ address, answer: await asked(address) })));
  await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  await caches.delete(name);
  const cache = await caches.open(name);
  for (const part of parts) await cache.put(part.address, part.answer);
  await cache.put(page, answer);
}

/** With the last course the worker goes as well. @param {string} name */
async function removed(name) {
  await caches.delete(name);
  if ((await caches.keys()).some((other) => other.startsWith(KEPT))) return;
  await (await navigator.serviceWorker.getRegistration(SCOPE))?.unregister();
}

if ("serviceWorker" in navigator && "caches" in window) {
  for (const box of document.querySelectorAll("[data-keep]")) begin(box);
}
