// Forms: sent once however often the button is pressed; a warning before typed text or a shown-once secret is lost.
(() => {
  "use strict";
  let leavingIsMeant = false;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    leavingIsMeant = true;
  });

  // Back to a page kept by the browser: its forms can be sent again.
  window.addEventListener("pageshow", () => {
    leavingIsMeant = false;
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  });

  const changed = (form) => [...form.elements].some((field) => {
    if (field.type === "hidden" || !field.name) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected && option.value);
    return field.value !== field.defaultValue;
  });

  // A form is worth a warning when something was typed; anything else marked so, until data-leave-ok is pressed.
  const worthAWarning = (place) => place.tagName !== "FORM" || changed(place);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-leave-ok]")) leavingIsMeant = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (leavingIsMeant) return;
    if ([...document.querySelectorAll("[data-warn-leave]")].some(worthAWarning)) event.preventDefault();
  });
})();
