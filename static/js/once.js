// What is shown once: <… data-shown-once="address to go to">. Copied, it may be left; a page that the browser has kept shows it no more.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const copied = event.target.closest("[data-copy]")?.closest("[data-warn-leave]");
    if (copied) copied.removeAttribute("data-warn-leave");
  });
  window.addEventListener("pagehide", () => {
    document.querySelectorAll("[data-shown-once] code").forEach((element) => { element.textContent = ""; });
  });
  window.addEventListener("pageshow", (event) => {
    const shown = event.persisted && document.querySelector("[data-shown-once]");
    if (shown) window.location.replace(shown.dataset.shownOnce);
  });
})();
