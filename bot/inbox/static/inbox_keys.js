// Clicks and keys: a mouse is enough, and so is the keyboard.
"use strict";

(() => {
  if (!window.sahut) return;
  const { desk, place, list, one, all, parse, ask, open, keep, settle } = window.sahut;

  // clicks

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a, [data-speed]");
    for (const menu of all(".sort[open]")) if (!menu.contains(event.target)) menu.open = false;
    if (desk.classList.contains("drawer") && !event.target.closest(".file, [data-drawer], dialog")) drawer(false);
    if (!link) return;
    const act =
      (link.matches(".line, [data-open]") && (() => open(link.href, { focus: link.matches(".line") && innerWidth < 641 }))) ||
      (link.matches(".back") && back) ||
      (link.matches("[data-drawer]") && (() => drawer(true))) ||
      (link.matches("[data-drawer-close]") && (() => drawer(false))) ||
      (link.matches("[data-more]") && (() => more(link))) ||
      (link.matches("[data-speed]") && (() => speed(link)));
    if (!act) return;
    event.preventDefault();
    act();
  });

  function back() {
    const line = one('.line[aria-current="true"]', list);
    keep();
    history.pushState(null, "", `/inbox${desk.dataset.query}`);
    place.replaceChildren();
    settle();
    (line || one(".line", list))?.focus();
  }

  function drawer(wide) {
    desk.classList.toggle("drawer", wide);
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    (wide ? document.getElementById("berkas") : one("[data-drawer]", place))?.focus();
  }

  async function more(link) {
    const item = link.parentElement;
    link.textContent = "Memuat ...";
    try {
      const answer = await ask(link.dataset.more);
      const lines = [...parse(`<ol>${await answer.text()}</ol>`).querySelector("ol").children];
      item.replaceWith(...lines);
      one(".line", lines[0])?.focus();
    } catch {
      link.textContent = "Belum termuat. Coba lagi";
    }
  }

  function speed(button) {
    const audio = one("audio", button.parentElement);
    audio.playbackRate = audio.playbackRate === 1 ? 1.5 : 1;
    button.textContent = audio.playbackRate === 1 ? "1x" : "1,5x";
  }

  addEventListener("popstate", () => {
    if (location.pathname.startsWith("/inbox/laporan/")) open(location.href, { push: false });
    else {
      place.replaceChildren();
      settle();
    }
  });
  for (const select of all(".kinds select")) select.addEventListener("change", () => select.form.submit());
  addEventListener("beforeunload", (event) => {
    if (document.getElementById("balasan")?.value.trim()) event.preventDefault();
  });

  // keys

  function step(by) {
    const lines = all(".line", list);
    const at = lines.findIndex((line) => line.contains(document.activeElement) || line.hasAttribute("aria-current"));
    const next = lines[at < 0 ? 0 : Math.min(lines.length - 1, Math.max(0, at + by))];
    if (!next) return;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    if (!next.hasAttribute("aria-current")) open(next.href);
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    r: () => document.getElementById("balasan")?.focus(),
    c: () => {
      const noting = one(".noting", place);
      if (!noting) return;
      noting.open = true;
      document.getElementById("catatan").focus();
    },
    b: () => drawer(!desk.classList.contains("drawer")),
    s: () => one("[data-copy]", place)?.click(),
    "?": () => document.getElementById("tombol").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    if (event.key === "Escape") {
      const menu = one("details.sort[open]");
      if (menu) return void (menu.open = false);
      if (typing) return event.target.blur();
      if (desk.classList.contains("drawer")) return drawer(false);
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      return event.target.form.requestSubmit();
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    const arrows = event.target.closest(".list") && { ArrowDown: () => step(1), ArrowUp: () => step(-1) };
    const act = (arrows || {})[event.key] || KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // a menu opens to the side that has room
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.matches(".sort[open]")) return;
      const menu = one(".menu", target);
      menu.classList.remove("flip");
      const edge = target.closest(".scroll").getBoundingClientRect().right;
      menu.classList.toggle("flip", menu.getBoundingClientRect().right > edge - 8);
    },
    true,
  );
})();
