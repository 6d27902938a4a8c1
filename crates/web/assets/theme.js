// Theme, menus, the focus of the error summary, showing a password, and copying. Every page works without it.
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
      if (text) text.textContent = theme === "device" ? "Theme: same as device" : `Theme: ${theme}`;
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

  // The field is a password again when the form is sent: browsers keep what was typed into other fields.
  const wireShow = (button) => {
    const input = document.getElementById(button.dataset.showPassword);
    const word = button.querySelector("span");
    const status = button.parentElement.querySelector("[role=status]");
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      word.textContent = shown ? "Hide" : "Show";
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      show(shown);
      status.textContent = shown ? "What you type is shown." : "What you type is hidden.";
    });
    input.form?.addEventListener("submit", () => show(false));
  };

  // The end of a day is another moment for whoever lives elsewhere: said beside it, where it differs.
  const tellOwnTime = (place) => {
    const at = new Date(place.dateTime);
    const minutes = place.textContent.match(/(\d\d:\d\d) \(/)?.[1];
    const date = place.textContent.split(",")[0];
    try {
      const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      const day = at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
      if (time === minutes && day === date) return;
      place.append(` – ${day === date ? "" : `${day}, `}${time} for you`);
    } catch {
      // A browser that knows no zones says the programme's time alone.
    }
  };

  // The field goes for the button that does its work; where the browser refuses, it comes back, chosen.
  const wireCopy = (part) => {
    const [field, button] = [part.querySelector(".copy-field"), part.querySelector("button")];
    const [input, said] = [part.querySelector("input"), part.querySelector("[role=status]")];
    if (!navigator.clipboard) return;
    field.hidden = true;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(input.value);
        said.textContent = "Copied.";
      } catch {
        field.hidden = false;
        input.select();
        said.textContent = "Copy it from the field.";
      }
    });
  };

  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-toggle]").forEach(wireToggle);
    document.querySelectorAll("[data-show-password]").forEach(wireShow);
    document.querySelectorAll("time[data-own]").forEach(tellOwnTime);
    document.querySelectorAll("[data-copy]").forEach(wireCopy);
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
