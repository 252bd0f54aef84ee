// The counter: small comforts. Every page does its work without them.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
// The page may have lain open for hours: the mark tells when it is printed.
addEventListener("beforeprint", () => {
  for (const at of document.querySelectorAll("[data-now]")) {
    const form = { dateStyle: "full", timeStyle: "short", timeZone: at.dataset.now };
    at.textContent = new Intl.DateTimeFormat("id-ID", form).format(new Date());
  }
});
document.querySelector("[data-summary]")?.focus();

for (const form of document.querySelectorAll("form[data-once]")) {
  const buttons = form.querySelectorAll("button");
  const free = (is) => buttons.forEach((button) => (button.disabled = !is));
  // A second press saves nothing twice; the page may be shown again by the back key.
  form.addEventListener("submit", () => setTimeout(() => free(false)));
  addEventListener("pageshow", () => free(true));
  for (const hint of form.querySelectorAll("[data-hint]")) hint.hidden = false;
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
