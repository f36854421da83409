// The order form: amounts and the running total while licences are typed. The server works out the same, and decides.
(() => {
  "use strict";
  const forms = document.querySelectorAll("form[data-order]");
  if (!forms.length) return;

  const writer = (currency) =>
    new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency });

  // Prices have at most four decimals: whole ten-thousandths do not drift as fractions would.
  const SCALE = 10000;
  const scaled = (text) => Math.round(Number(text) * SCALE);

  const amountOf = (offer) => {
    const price = offer.querySelector("[data-plan]").selectedOptions[0]?.dataset.price;
    const quantity = Number(offer.querySelector("[data-quantity]").value);
    return price && Number.isInteger(quantity) && quantity > 0 ? scaled(price) * quantity : 0;
  };

  const draw = (form) => {
    const list = form.querySelector("[data-currency]");
    if (!list || !list.dataset.currency) return;
    const money = writer(list.dataset.currency);
    let total = 0;
    for (const offer of list.querySelectorAll("[data-offer]")) {
      const picked = offer.querySelector("[data-pick]").checked;
      const amount = picked ? amountOf(offer) : 0;
      offer.classList.toggle("picked", picked);
      offer.querySelector("[data-amount]").textContent = picked ? money.format(amount / SCALE) : "";
      total += amount;
    }
    form.querySelector("[data-total]").textContent = money.format(total / SCALE);
  };

  for (const form of forms) {
    form.addEventListener("input", (event) => {
      const offer = event.target.closest("[data-offer]");
      // Whoever types a number of licences wants the offer.
      if (offer && event.target.matches("[data-quantity]")) offer.querySelector("[data-pick]").checked = true;
      if (offer) draw(form);
    });
    form.addEventListener("htmx:afterSettle", () => draw(form));
  }
})();
