// Small comforts. Every page does its work without them.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const focusOnSummary = () => document.querySelector(".summary")?.focus();

const offerCopy = (button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const name = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Sudah disalin";
    setTimeout(() => { button.textContent = name; }, 2500);
  });
};

const offerPrint = (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
};

// A second tap sends nothing twice; the page may be shown again by the back key.
const sendOnce = (form) => {
  const buttons = all("button[type=submit]", form);
  form.addEventListener("submit", () => setTimeout(() => {
    buttons.forEach((button) => { button.disabled = true; });
  }));
  addEventListener("pageshow", () => buttons.forEach((button) => { button.disabled = false; }));
};

const measureFiles = (field) => {
  const most = Number(field.dataset.most);
  const told = document.createElement("p");
  told.className = "problem";
  told.setAttribute("role", "status");
  field.after(told);
  field.addEventListener("change", () => {
    const large = [...field.files].filter((file) => file.size > most * 2 ** 20);
    told.textContent = large.length
      ? `Terlalu besar, paling besar ${most} MB: ${large.map((file) => file.name).join(", ")}`
      : "";
  });
};

const offerPlace = (root) => {
  if (!navigator.geolocation || !isSecureContext) return;
  for (const button of all("[data-here]", root)) {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      if (button.form.elements.lokasi) return;
      event.preventDefault();
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "lokasi";
        field.value = `geo:${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)}`;
        button.form.append(field);
        button.form.requestSubmit(button);
      }, () => { button.textContent = "Tulis saja tempatnya di bawah"; });
    });
  }
};

// The conversation moves by itself while somebody looks at it.
const follow = (form) => {
  let tag = form.dataset.tag, rest = 4000;
  const show = (html) => {
    const news = new DOMParser().parseFromString(html, "text/html");
    const before = new Set(all(".bubble").map((bubble) => bubble.innerHTML));
    for (const name of ["keadaan", "percakapan", "tahap"]) {
      const [old, fresh] = [document.getElementById(name), news.getElementById(name)];
      if (old && fresh) old.replaceWith(fresh);
    }
    for (const bubble of all(".bubble")) {
      if (before.size && !before.has(bubble.innerHTML)) bubble.classList.add("fresh");
    }
    offerPlace(document);
  };
  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(form.dataset.live, { headers: { "If-None-Match": tag }, cache: "no-store" });
        if (answer.status === 404) return;
        if (answer.ok) {
          tag = answer.headers.get("ETag") || "";
          show(await answer.text());
          rest = 4000;
        }
      } catch { /* without a network the page stays as it is */ }
    }
    rest = Math.min(rest * 1.1, 30000);
    setTimeout(look, rest);
  };
  look();
  document.addEventListener("visibilitychange", () => { rest = 4000; });
};

focusOnSummary();
all("[data-copy]").forEach(offerCopy);
all("[data-print]").forEach(offerPrint);
all("[data-form]").forEach(sendOnce);
all("input[type=file]").forEach(measureFiles);
all("[data-live]").forEach(follow);
offerPlace(document);
