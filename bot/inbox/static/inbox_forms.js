// Forms answer in place; the reply box counts letters, weighs promises and shows its files.
"use strict";

(() => {
  if (!window.sahut) return;
  const { place, desk, one, all, number, parse, say, ask, open, drop, settle, merge, swap } = window.sahut;

  place.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-piece]");
    if (!form) return;
    event.preventDefault();
    const button = event.submitter || one("button", form);
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    const from = number();
    try {
      const answer = await send(form);
      const fresh = parse(await answer.text());
      if (answer.status === 422) return complain(form, fresh);
      if (!answer.ok) return say(`Belum tersimpan (${answer.status}). Coba lagi sebentar lagi.`);
      if (number() !== from) return;
      if (form.id === "balas") drop(from);
      done(form, fresh);
    } catch {
      say("Belum tersambung. Yang diketik masih di sini; coba lagi sebentar lagi.");
    } finally {
      button.removeAttribute("aria-disabled");
    }
  });

  async function send(form) {
    const post = () => ask(form.action, { method: "POST", body: new FormData(form) });
    const answer = await post();
    if (answer.status !== 403) return answer;
    // Signed in anew in another tab: the page's token is old, what was typed is not.
    const page = parse(await (await fetch(location.href, { credentials: "same-origin" })).text());
    const token = page.body.dataset.csrf;
    if (!token) return answer;
    for (const field of all('input[name="csrf"]')) field.value = token;
    return post();
  }

  function done(form, fresh) {
    const talk = one(".talk[data-case]", fresh);
    if (talk && talk.dataset.number !== number()) {
      return open(`/inbox/laporan/${talk.dataset.number}${desk.dataset.query}`);
    }
    const writing = document.getElementById("balasan")?.value || "";
    const kind = form.id;
    merge(fresh);
    swap(".title", fresh);
    swap("#berkas", fresh);
    swap(".answer", fresh);
    const box = document.getElementById("balasan");
    if (box && kind !== "balas") box.value = writing;
    settle();
    if (kind === "balas") box?.focus();
    else document.getElementById("berkas")?.focus({ preventScroll: true });
    one(".scroll", place).scrollTop = 0;
  }

  function complain(form, fresh) {
    const told = one('[role="alert"]', fresh);
    if (!told) return;
    const spot = one(".said", form) || form;
    one('[role="alert"]', form)?.remove();
    spot.prepend(document.importNode(told, true));
    const sure = one(".sure", fresh);
    one(".sure", form)?.remove();
    if (sure && form.id === "balas") one("textarea", form).after(document.importNode(sure, true));
    weigh();
    (one(".sure input", form) || one("textarea, input:not([type=hidden])", form))?.focus();
  }

  // a paper is written where it will stand

  place.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-form], a[data-fold]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.matches("[data-fold]")) return void link.closest("form").remove();
    try {
      const answer = await ask(link.href);
      if (!answer.ok) return say(`Belum terbuka (${answer.status}). Coba lagi sebentar lagi.`);
      swap(".papers", parse(await answer.text()));
    } catch {
      return say("Belum tersambung. Coba lagi sebentar lagi.");
    }
    const form = one(".papers form[id^=lembar]", place);
    form?.scrollIntoView({ block: "start" });
    one("select, textarea, input:not([type=hidden])", form || place)?.focus({ preventScroll: true });
  });

  // copying for another form

  place.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      text.closest("details").open = true;
      text.select();
      if (!document.execCommand("copy")) return say("Tekan Ctrl+C untuk menyalin yang terpilih.");
    }
    say("Tersalin, menurut urutan formulir SP4N.");
  });

  // the reply box

  const HASTY = /\b(pasti|janji|berjanji|dijanjikan|segera|secepatnya)\b/i;

  function weigh() {
    const box = document.getElementById("balasan");
    if (!box) return;
    const form = box.form;
    const hint = one("[data-hasty]", form);
    hint.hidden = !HASTY.test(box.value) || Boolean(one(".said .weigh", form));
    const left = Number(box.dataset.most) - box.value.length - 120;
    const counter = one("[data-left]", form);
    counter.textContent = left < 200 ? (left < 0 ? `lebih ${-left} huruf` : `sisa ${left} huruf`) : "";
    counter.classList.toggle("over", left < 0);
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  }

  place.addEventListener("input", (event) => event.target.id === "balasan" && weigh());
  place.addEventListener("change", (event) => {
    const input = event.target;
    if (input.name !== "berkas") return;
    const files = [...input.files];
    const large = files.find((file) => file.size > Number(input.dataset.mb) * 2 ** 20);
    if (large || files.length > Number(input.dataset.mostFiles)) {
      input.value = "";
      say(large ? `${large.name}: paling besar ${input.dataset.mb} MB.`
                : `Paling banyak ${input.dataset.mostFiles} berkas dalam satu balasan.`);
    }
    const names = [...input.files].map((file) => file.name).join(", ");
    one("[data-chosen]", input.form).textContent = names;
    const pictures = [...input.files].some((file) => file.type.startsWith("image/"));
    one("[data-caption]", input.form).classList.toggle("wanted", pictures);
    if (pictures) document.getElementById("keterangan").focus();
  });

  document.addEventListener("sahut:settled", weigh);
  weigh();
})();
