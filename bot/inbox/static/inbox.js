// The inbox works without scripts. With this one, cases open without a new page, and what others
// change appears by itself. The other scripts share what stands in `sahut`.
"use strict";

document.documentElement.classList.add("scripted");

(() => {
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

  const drop = (id) => drafts.delete(id);

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
    document.dispatchEvent(new Event("sahut:settled"));
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
    const busy = file && (file.contains(document.activeElement) || one("details[open], form[id^=lembar]", file));
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
    if (answer.status === 204) return void old?.remove();
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

  // ages grow older by themselves

  setInterval(() => {
    for (const time of all("time.age", list)) {
      const minutes = Math.floor((Date.now() - new Date(time.dateTime)) / 60000);
      if (minutes >= 1 && minutes < 360)
        time.textContent = minutes < 60 ? `${minutes} mnt` : `${Math.floor(minutes / 60)} jam`;
    }
  }, 30000);

  window.sahut = { desk, place, list, one, all, number, parse, say, ask, open, keep, drop, settle, merge, swap };
  settle();
})();
