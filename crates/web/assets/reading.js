// @ts-check
// How far a file is read comes by itself, where a script may run. Without one a link looks again.

const EVERY_MS = 1000;
// An hour; whoever is still there looks again by the link.
const TIMES_MAX = 3600;

async function look() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return true;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-reading] .meter");
  const shown = document.querySelector("[data-reading] .meter");
  if (!now || !shown) {
    location.reload();
    return false;
  }
  shown.replaceWith(document.adoptNode(now));
  return true;
}

async function watch() {
  for (let times = 0; times < TIMES_MAX; times += 1) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    // A connection that is gone comes back, or the link looks again.
    const goes = await look().catch(() => true);
    if (!goes) return;
  }
}

if (document.querySelector("[data-reading]")) watch();
