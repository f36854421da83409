// The draft of a request, and a template of such drafts: "Open in email" and the preview follow what is typed. Without JavaScript both show what is saved.
//   <form data-draft data-preview="/…/preview/" data-address="a@b.example" data-link="https://…"> with subject and text
(() => {
  "use strict";
  const LONGEST = 1800; // characters of a mailto body that every mail application takes
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const { subject, text } = form.elements;
  const { address, link, preview } = form.dataset;
  const mailto = form.querySelector("[data-mailto]");
  let frames = 0;
  let timer;

  const bodyOf = (words) => {
    const whole = words.trim().replace(/\r?\n/g, "\r\n");
    if (encodeURIComponent(whole).length <= LONGEST) return whole;
    const letters = [...`${link}\r\n\r\n${whole.split(link).join("…")}`]; // by letter: half a pair cannot be encoded
    while (encodeURIComponent(`${letters.join("")}…`).length > LONGEST) {
      letters.length -= Math.ceil((encodeURIComponent(letters.join("")).length + 9 - LONGEST) / 12);
    }
    return `${letters.join("")}…`;
  };

  const updateMailto = () => {
    if (!mailto) return; // a template goes to nobody
    const words = `subject=${encodeURIComponent(subject.value)}&body=${encodeURIComponent(bodyOf(text.value))}`;
    mailto.href = `mailto:${encodeURIComponent(address).replace("%40", "@")}?${words}`;
  };

  // The words go by a form of their own into a new frame: its first page adds no step to the browser's history.
  const show = () => {
    const old = document.querySelector("[data-preview-frame]");
    const frame = old.cloneNode(false);
    frame.removeAttribute("src");
    frame.removeAttribute("data-preview-frame");
    frame.name = `preview-${++frames}`;
    frame.hidden = true;
    old.after(frame);
    const sender = document.createElement("form");
    sender.method = "post";
    sender.action = preview;
    sender.target = frame.name;
    sender.hidden = true;
    for (const name of ["csrfmiddlewaretoken", "subject", "text"]) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = form.elements[name].value;
      sender.append(field);
    }
    document.body.append(sender);
    frame.addEventListener("load", () => {
      frame.setAttribute("data-preview-frame", "");
      frame.hidden = false;
      old.remove();
    }, { once: true });
    sender.submit();
    sender.remove();
  };

  form.addEventListener("input", () => {
    updateMailto();
    clearTimeout(timer);
    timer = setTimeout(show, 400);
  });
  updateMailto();
})();
