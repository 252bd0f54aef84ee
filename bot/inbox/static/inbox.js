// The inbox works without this file. With it, cases open without a new page, forms answer in
// place, what others change appears by itself, and the keyboard is enough.
"use strict";

(() => {
  document.documentElement.classList.add("scripted");
  const desk = document.querySelector(".desk");
  if (!desk) return;

  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const place = document.getElementById("laporan");
  const list = document.getElementById("daftar");
  const drafts = new Map(); // what was typed and not sent, by tracking number; lives in this tab
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.setAttribute("role", "status");
  document.body.append(toast);

  const current = () => one(".talk[data-case]", place);
  const number = () => current()?.dataset.number || "";
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");

  function say(words) {
    toast.textContent = words;
    clearTimeout(say.later);
    say.later = setTimeout(() => (toast.textContent = ""), 5000);
  }

  // fetching pieces

  async function ask(url, options = {}) {
    const headers = { "X-Sahut-Piece": "1", ...options.headers };
    const answer = await fetch(url, { credentials: "same-origin", ...options, headers });
    if (answer.redirected && new URL(answer.url).pathname === "/inbox/masuk") {
      say("Sesi berakhir. Masuk lagi di tab lain; yang sudah diketik tetap di sini.");
      throw new Error("signed out");
    }
    return answer;
  }

  const background = () => ({
    "X-Sahut-Background": "1",
    ...(document.visibilityState === "visible" && document.hasFocus() ? { "X-Sahut-Seen": "1" } : {}),
  });

  // opening a case

  let wanted = 0;
  async function open(url, { push = true, focus = false } = {}) {
    const turn = ++wanted;
    keep();
    try {
      const answer = await ask(url);
      const html = await answer.text();
      if (turn !== wanted) return;
      if (!answer.ok) return void (location.href = url);
      place.innerHTML = html;
      if (push) history.pushState(null, "", url);
      desk.classList.remove("drawer");
      settle();
      if (focus) one(".scroll", place)?.focus();
    } catch {
      if (turn === wanted) say("Belum tersambung. Coba lagi sebentar lagi.");
    }
  }

  function settle() {
    const talk = current();
    desk.dataset.current = talk ? talk.dataset.case : "";
    document.body.classList.toggle("reading", Boolean(talk));
    for (const line of all(".line", list)) {
      const mine = line.parentElement.dataset.id === desk.dataset.current;
      mine ? line.setAttribute("aria-current", "true") : line.removeAttribute("aria-current");
      if (mine) line.classList.remove("fresh");
    }
    document.title = document.title.replace(/^.*?(?= · )/, number() || "Kotak masuk");
    const box = document.getElementById("balasan");
    if (box && !box.value && drafts.has(number())) box.value = drafts.get(number());
    for (const button of all("[data-speed]", place)) button.hidden = false;
    weigh();
  }

  function keep() {
    const box = document.getElementById("balasan");
    if (!box || !number()) return;
    box.value.trim() ? drafts.set(number(), box.value) : drafts.delete(number());
  }

  // keeping an open case up to date, bubble by bubble: what did not change is not touched,
  // so that a voice goes on playing and a half-written form stays

  function merge(fresh) {
    const old = document.getElementById("percakapan");
    const next = fresh.getElementById("percakapan");
    if (!old || !next) return;
    let grown = 0;
    let before = null;
    for (const bubble of all(":scope > li", next)) {
      let mine = document.getElementById(bubble.id);
      if (!mine || mine.dataset.version !== bubble.dataset.version) {
        const arrived = document.importNode(bubble, true);
        if (mine) mine.replaceWith(arrived);
        else {
          arrived.classList.add("new");
          before ? before.after(arrived) : old.prepend(arrived);
          grown += arrived.classList.contains("in") ? 1 : 0;
        }
        mine = arrived;
      }
      before = mine;
    }
    const kept = new Set(all(":scope > li", next).map((bubble) => bubble.id));
    for (const bubble of all(":scope > li", old)) if (!kept.has(bubble.id)) bubble.remove();
    for (const button of all("[data-speed]", old)) button.hidden = false;
    if (grown && document.getElementById("balasan")?.value.trim())
      say(grown === 1 ? "Pesan baru masuk selagi menulis." : `${grown} pesan baru masuk selagi menulis.`);
  }

  function mergeRest(fresh) {
    swap(".title", fresh);
    const file = document.getElementById("berkas");
    const busy = file && (file.contains(document.activeElement) || one("details[open]", file));
    if (!busy) swap("#berkas", fresh);
    for (const part of [".reply .to", ".reply .hold"]) {
      if (all(part, place).length === all(part, fresh).length) swap(part, fresh);
    }
  }

  function swap(selector, fresh) {
    const old = one(selector, place);
    const next = one(selector, fresh);
    if (!old || !next || old.innerHTML === next.innerHTML) return;
    const top = old.scrollTop;
    old.replaceChildren(...document.importNode(next, true).childNodes);
    old.scrollTop = top;
  }

  async function refresh() {
    const talk = current();
    if (!talk || new URLSearchParams(location.search).has("sebelum")) return;
    const answer = await ask(location.href, { headers: background() });
    if (!answer.ok || current() !== talk) return;
    const fresh = parse(await answer.text());
    merge(fresh);
    mergeRest(fresh);
  }

  // the list

  const after = (a, b) => {
    const [x, i] = a.split("_").map(BigInt);
    const [y, j] = b.split("_").map(BigInt);
    return x === y ? i > j : x > y;
  };

  async function refreshLine(id) {
    const answer = await ask(`/inbox/daftar/${id}${desk.dataset.query}`, { headers: background() });
    const old = one(`li[data-id="${id}"]`, list);
    if (answer.status === 404) return void old?.remove();
    if (!answer.ok) return;
    const line = document.importNode(one("li", parse(await answer.text())), true);
    const held = old?.contains(document.activeElement);
    if (id === desk.dataset.current) one(".line", line).setAttribute("aria-current", "true");
    one(".empty", list)?.remove();
    const lines = all("li[data-id]", list).filter((item) => item !== old);
    const next = lines.find((item) => after(line.dataset.sort, item.dataset.sort)) || one(".next", list);
    if (!next && one(".next", list)) return;
    old?.remove();
    next ? next.before(line) : list.append(line);
    if (held) one(".line", line).focus();
  }

  async function reload() {
    const answer = await ask(`/inbox/daftar${desk.dataset.query}`, { headers: background() });
    if (answer.ok) list.innerHTML = await answer.text();
    settle();
    await refresh();
  }

  // hints come in bursts; each case is fetched once per burst

  const hinted = new Set();
  let soon = 0;
  document.addEventListener("sahut:hint", ({ detail }) => {
    if (detail.type === "out") return say("Sesi berakhir. Masuk lagi untuk melihat kabar terbaru.");
    if (detail.type !== "case" && detail.type !== "reload") return;
    hinted.add(detail.type === "case" ? detail.id : "");
    clearTimeout(soon);
    soon = setTimeout(follow, 120);
  });

  async function follow() {
    const ids = [...hinted];
    hinted.clear();
    try {
      if (ids.includes("") || ids.length > 20) return await reload();
      if (ids.includes(desk.dataset.current)) await refresh();
      for (const id of ids) await refreshLine(id);
    } catch {
      // The next hint, or the next connection, tries again.
    }
  }

  // forms

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
      if (form.id === "balas") drafts.delete(from);
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
  document.getElementById("jenis")?.addEventListener("change", (event) => event.target.form.submit());
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

  // ages grow older by themselves

  setInterval(() => {
    for (const time of all("time.age", list)) {
      const minutes = Math.floor((Date.now() - new Date(time.dateTime)) / 60000);
      if (minutes >= 1 && minutes < 360)
        time.textContent = minutes < 60 ? `${minutes} mnt` : `${Math.floor(minutes / 60)} jam`;
    }
  }, 30000);

  settle();
})();
