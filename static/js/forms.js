// Forms: sent once however often the button is pressed; a warning before typed text or a shown-once secret is lost;
// what is typed while fields are drawn anew stays.
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

  // Fields are drawn anew from what was sent (for another country, say): what was typed since is put back.
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";
  const stateOf = (field) => (ticked(field) ? field.checked : field.value);
  const fieldsIn = (place) => [...place.querySelectorAll("input[id], select[id], textarea[id]")];
  const statesIn = (place) => new Map(fieldsIn(place).map((field) => [field.id, stateOf(field)]));
  const sent = new WeakMap();
  const typed = new WeakMap();

  const putBack = (id, state) => {
    const field = document.getElementById(id);
    if (!field || stateOf(field) === state) return;
    if (ticked(field)) field.checked = state;
    else if (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === state)) field.value = state;
    if (field.matches("[hx-post][hx-trigger=change]")) htmx.trigger(field, "change");
  };

  document.addEventListener("htmx:beforeSend", ({ detail }) => sent.set(detail.xhr, statesIn(detail.target)));
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const before = sent.get(detail.xhr) || new Map();
    typed.set(detail.xhr, [...statesIn(detail.target)].filter(([id, state]) => before.has(id) && before.get(id) !== state));
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    for (const [id, state] of typed.get(detail.xhr) || []) putBack(id, state);
    typed.delete(detail.xhr);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-leave-ok]")) leavingIsMeant = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (leavingIsMeant) return;
    if ([...document.querySelectorAll("[data-warn-leave]")].some(worthAWarning)) event.preventDefault();
  });
})();
