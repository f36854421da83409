// Messages: told to screen readers, gone after a while; errors stay until they are dismissed.
// Anything may say something: document.dispatchEvent(new CustomEvent("portal:message", {detail: {text, level}})).
(() => {
  "use strict";
  const area = document.getElementById("messages");
  if (!area) return;
  const SHOWN_FOR = 8000; // milliseconds

  const letGo = (message) => {
    let timer;
    const wait = () => { timer = setTimeout(() => message.remove(), SHOWN_FOR); };
    for (const name of ["mouseenter", "focusin"]) message.addEventListener(name, () => clearTimeout(timer));
    for (const name of ["mouseleave", "focusout"]) message.addEventListener(name, wait);
    wait();
  };

  const say = (message) => {
    const urgent = message.dataset.message === "error";
    area.querySelector(urgent ? "[role=alert]" : "[role=status]").append(message);
    if (!urgent) letGo(message);
  };

  const build = ({ text, level = "success" }) => {
    const template = area.querySelector(`template[data-level="${level}"]`) || area.querySelector("template");
    const message = template.content.firstElementChild.cloneNode(true);
    message.querySelector("[data-text]").textContent = text;
    return message;
  };

  const tell = (text, level) => say(build({ text, level }));

  area.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-message]").remove();
  });
  document.addEventListener("portal:message", (event) => say(build(event.detail)));

  // A live region speaks only of what changes in it: messages that came with the page are moved in a moment later.
  setTimeout(() => area.querySelectorAll(":scope > [data-message]").forEach(say), 150);

  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 404 && event.detail.xhr.status !== 409) tell(area.dataset.failed, "error");
  });
  document.addEventListener("htmx:sendError", () => tell(area.dataset.offline, "error"));
  document.addEventListener("htmx:timeout", () => tell(area.dataset.offline, "error"));
})();
