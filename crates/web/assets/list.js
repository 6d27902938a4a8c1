// Keys of a list: `/` search, `j` and `k` down and up, Enter opens what has the focus. It works without.
// Letters are keys only where nothing is typed, and only while they are switched on (WCAG 2.1.4).
const KEY = "assay-list-keys";

const on = () => {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
};

const list = document.querySelector("[data-list]");
const keys = list?.querySelector("[data-list-keys]");
const search = list?.querySelector("[data-list-search]");
const rows = () => [...(list?.querySelectorAll("tbody tr") ?? [])];
const links = () => rows().map((row) => row.querySelector("a")).filter(Boolean);

const show = () => {
  keys.querySelector("[data-list-hint]").hidden = !on();
  keys.querySelector("button").textContent = on() ? "Switch keys off" : "Switch keys on";
};

const move = (by) => {
  const all = links();
  const row = document.activeElement?.closest?.("tbody tr");
  const at = all.findIndex((link) => row?.contains(link));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  all[next]?.focus();
};

const typing = (target) =>
  target.closest?.("textarea, select, [contenteditable]") ||
  (target.matches?.("input") && !["radio", "checkbox", "button", "submit"].includes(target.type));

if (keys) {
  keys.hidden = false;
  show();
  keys.querySelector("button").addEventListener("click", () => {
    try {
      localStorage.setItem(KEY, on() ? "off" : "on");
    } catch {
      // Storage is refused: they stay as they are.
    }
    show();
  });
}

if (list) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !on()) return;
    if (event.key === "/" && search) search.focus();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else return;
    event.preventDefault();
  });
}
