// Asks before a form with data-confirm is sent. Without JavaScript the form simply posts.
//   data-confirm="What will happen." data-confirm-title="Remove it?" data-confirm-yes="Remove" data-confirm-danger
(() => {
  "use strict";
  const dialog = document.getElementById("confirm");
  if (!dialog) return;
  const yes = dialog.querySelector("[value=yes]");
  let waiting = null; // {form, button} of the question that is open

  const ask = (form, button, words) => {
    waiting = { form, button };
    dialog.querySelector("[data-title]").textContent = words.confirmTitle || dialog.dataset.title;
    dialog.querySelector("[data-body]").textContent = words.confirm;
    yes.textContent = words.confirmYes || button?.textContent.trim() || dialog.dataset.yes;
    yes.classList.toggle("btn-danger", "confirmDanger" in words);
    yes.classList.toggle("btn-primary", !("confirmDanger" in words));
    dialog.returnValue = "";
    dialog.showModal();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const words = button?.dataset.confirm ? button.dataset : form.dataset;
    if (!words.confirm) return;
    if (form.dataset.confirmed) {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form, button, words);
  }, true);

  dialog.addEventListener("close", () => {
    const { form, button } = waiting || {};
    waiting = null;
    if (dialog.returnValue !== "yes" || !form) return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(button && button.form === form ? button : undefined);
  });
})();
