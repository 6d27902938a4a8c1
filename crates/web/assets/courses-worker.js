// @ts-check
// Answers below /courses/ from what this device keeps, where the network does not answer; with a network it
// answers nothing by itself. courses-keep.js puts there what is kept: one page a course, as a visitor sees
// it.

/** Raised when what is kept is kept otherwise: what an earlier one kept goes then. */
const VERSION = 1;
const KEPT = "assay-course-";

/** @type {any} */
const worker = self;

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(begun()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) {
    event.respondWith(answered(request));
  }
});

async function begun() {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
  const earlier = names.filter((name) => !name.startsWith(`${KEPT}${VERSION}-`));
  await Promise.all(earlier.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request */
async function answered(request) {
  try {
    return await fetch(request);
  } catch (failed) {
    return await kept(request) ?? Response.error();
  }
}

/**
 * What is kept in the place of what is asked for: of any page of a course its one page.
 * @param {Request} request
 */
async function kept(request) {
  const course = /^\/courses\/([^/]+)/.exec(new URL(request.url).pathname)?.[1];
  if (request.mode === "navigate") return course && caches.match(`/courses/${course}/offline`);
  return caches.match(request, { ignoreVary: true });
}
