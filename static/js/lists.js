// Lists: rows that open, and what a refresh found told to screen readers. Without JavaScript the links lead to pages.
(() => {
  "use strict";
  const announcer = document.getElementById("announcer");

  const open = (link, row) => {
    const detail = document.createElement("tr");
    detail.className = "row-detail";
    detail.id = link.getAttribute("aria-controls");
    detail.setAttribute("role", "row");
    const cell = detail.insertCell();
    cell.colSpan = row.cells.length;
    cell.setAttribute("role", "cell");
    cell.tabIndex = -1;
    row.after(detail);
    window.htmx.ajax("GET", link.href, { target: cell, swap: "innerHTML" });
    return detail;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-expand]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.htmx) return;
    event.preventDefault();
    const row = link.closest("tr");
    const expanded = link.getAttribute("aria-expanded") === "true";
    const detail = row.nextElementSibling?.matches(".row-detail") ? row.nextElementSibling : open(link, row);
    detail.hidden = expanded;
    link.setAttribute("aria-expanded", String(!expanded));
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const summary = event.target.querySelector?.("[data-list-summary]");
    if (announcer && summary) announcer.textContent = summary.textContent.trim();
  });
})();
