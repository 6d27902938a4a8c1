// Theme, menus, and the focus of the error summary. Every page works without it.
// Loaded without `defer`, so that the chosen theme stands before the first paint.
(() => {
  const KEY = "assay-theme";
  const THEMES = ["device", "light", "dark"];
  const root = document.documentElement;

  const stored = () => {
    try {
      const theme = localStorage.getItem(KEY);
      return THEMES.includes(theme) ? theme : "device";
    } catch {
      return "device";
    }
  };

  const use = (theme) => {
    if (theme === "device") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
  };

  use(stored());

  const wireToggle = (button) => {
    const text = button.querySelector("span");
    const show = (theme) => {
      if (text) text.textContent = theme === "device" ? "Theme: as the device" : `Theme: ${theme}`;
    };
    show(stored());
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = THEMES[(THEMES.indexOf(stored()) + 1) % THEMES.length];
      try {
        localStorage.setItem(KEY, next);
      } catch {
        // Storage is refused: the choice holds for this page.
      }
      use(next);
      show(next);
    });
  };

  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-toggle]").forEach(wireToggle);
    document.querySelector("[data-focus]")?.focus();
    document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu")));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      const open = document.activeElement?.closest?.("details.menu[open]");
      closeMenus(null);
      open?.querySelector("summary")?.focus();
    });
  });
})();
