// Copies a text: <button data-copy="#id" data-copied="Copied">; the text of the element, or what stands in the field.
(() => {
  "use strict";
  const textOf = (element) => ("value" in element ? element.value : element.textContent).trim();

  const copy = async (text) => {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // A page without TLS on another host than loopback has no clipboard.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("The browser refused to copy.");
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && document.querySelector(button.dataset.copy);
    if (!source) return;
    let detail = { text: button.dataset.copied, level: "success" };
    try {
      await copy(textOf(source));
    } catch {
      detail = { text: button.dataset.copyFailed, level: "error" };
    }
    document.dispatchEvent(new CustomEvent("portal:message", { detail }));
  });
})();
