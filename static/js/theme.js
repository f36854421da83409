// Runs in the head, before anything is drawn: light or dark, and the reader's time zone for the server.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // Storage is closed to us: follow the system.
    }
  };

  const draw = () => {
    root.dataset.bsTheme = chosen() || (system.matches ? "dark" : "light");
  };

  const toggle = () => {
    const other = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", other);
    } catch {
      // Not kept, but used on this page.
    }
    root.dataset.bsTheme = other;
  };

  root.classList.replace("no-js", "js");
  draw();
  system.addEventListener("change", draw);
  window.addEventListener("storage", draw);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-toggle]")) toggle();
  });

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.split("; ").includes(`tz=${zone}`)) {
    document.cookie = `tz=${zone}; path=/; max-age=31536000; samesite=lax`;
  }
})();
