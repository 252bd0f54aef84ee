// The simulated phones: draws what the server tells, sends what is done on them.
"use strict";

const TOKEN = document.querySelector('meta[name="demo-token"]').content;
const DAY = new Intl.DateTimeFormat("id", { weekday: "long", day: "numeric", month: "long" });

const dialog = document.querySelector("dialog");

let chats = {};
let newcomer = null;
const phones = [...document.querySelectorAll(".phone")].map(phone);

start();

async function start() {
  for (const one of phones) wire(one);
  document.addEventListener("click", clicked);
  dialog.querySelector("form").addEventListener("submit", meet);
  for (const switches of document.querySelectorAll("[data-faults]")) {
    switches.addEventListener("change", (event) => turn(switches.dataset.faults, event.target));
  }
  await load();
  listen();
}

async function load() {
  const told = await (await fetch("/chats")).json();
  chats = told.chats;
  showFaults(told.faults);
  for (const one of phones) {
    for (const [person, name] of Object.entries(told.names[one.channel])) introduce(one, person, name);
    draw(one);
  }
}

function listen() {
  const stream = new EventSource("/stream");
  let broken = false;
  stream.onopen = () => {
    document.querySelector("[data-lost]").hidden = true;
    if (broken) location.reload();
  };
  stream.onerror = () => {
    broken = true;
    document.querySelector("[data-lost]").hidden = false;
  };
  stream.onmessage = (event) => happened(JSON.parse(event.data));
}

function happened(change) {
  if (change.what === "reload") return load();
  const one = phones.find((each) => whose(each) === change.whose);
  if (change.what === "typing") return one && typing(one);
  const list = (chats[change.whose] ||= []);
  const place = list.findIndex((each) => each.id === change.bubble.id);
  const fresh = place < 0;
  if (fresh) list.push(change.bubble);
  else list[place] = change.bubble;
  if (one) draw(one, fresh ? change.bubble.id : "");
}

function phone(element) {
  return {
    element,
    channel: element.dataset.channel,
    who: element.querySelector("[data-who]"),
    chat: element.querySelector("[data-chat]"),
    keys: element.querySelector("[data-keys]"),
    text: element.querySelector("[data-text]"),
    menu: element.querySelector("[data-menu]"),
    line: element.querySelector("[data-line]"),
    timer: 0,
  };
}

function whose(one) {
  return `${one.channel}/${one.who.value}`;
}

function wire(one) {
  one.who.addEventListener("change", () => draw(one));
  one.element.querySelector("[data-composer]").addEventListener("submit", (event) => {
    event.preventDefault();
    say(one);
  });
  one.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      say(one);
    }
  });
  one.element.querySelector("[data-upload]").addEventListener("change", (event) => upload(one, event.target));
  one.menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenu(one);
  });
}

function clicked(event) {
  for (const one of phones) if (!one.menu.contains(event.target)) one.menu.open = false;
  const pressed = event.target.closest("button");
  if (!pressed) return;
  const inside = phones.find((each) => each.element.contains(pressed));
  const { sample, place, idea, tab, copy, cancel, button, newcomer: given } = pressed.dataset;
  if (sample) share(inside, "/sample", { sample });
  else if (place !== undefined) share(inside, "/place", {});
  else if (button !== undefined) post("/tap", inside, { bubble: pressed.dataset.bubble, button });
  else if (given !== undefined) ask(inside);
  else if (cancel !== undefined) dialog.close();
  else if (idea) suggest(idea, pressed.dataset.words);
  else if (tab) show(tab);
  else if (copy) copied(pressed, copy);
}

async function post(path, one, given) {
  const body = JSON.stringify({ channel: one.channel, person: one.who.value, ...given });
  const headers = { "Content-Type": "application/json", "X-Demo-Token": TOKEN };
  const answer = await fetch(path, { method: "POST", headers, body });
  if (answer.status === 403) location.reload();
  return answer;
}

function say(one) {
  const text = one.text.value.trim();
  if (!text) return;
  one.text.value = "";
  post("/say", one, { text });
}

function share(one, path, given) {
  closeMenu(one);
  post(path, one, given);
}

async function upload(one, input) {
  closeMenu(one);
  const form = new FormData();
  form.set("channel", one.channel);
  form.set("person", one.who.value);
  form.set("text", one.text.value);
  form.set("file", input.files[0]);
  input.value = "";
  one.text.value = "";
  await fetch("/upload", { method: "POST", headers: { "X-Demo-Token": TOKEN }, body: form });
}

function closeMenu(one) {
  one.menu.open = false;
  one.menu.querySelector("summary").focus();
}

function ask(one) {
  newcomer = one;
  dialog.querySelector("input").value = "";
  dialog.showModal();
}

async function meet() {
  const one = newcomer;
  const name = dialog.querySelector("input").value.trim();
  const told = await (await post("/people", one, { name })).json();
  introduce(one, told.person, told.name);
  one.who.value = told.person;
  draw(one);
  one.text.focus();
}

function introduce(one, person, name) {
  if ([...one.who.options].some((option) => option.value === person)) return;
  one.who.add(new Option(name, person));
}

function suggest(channel, words) {
  show(channel);
  const one = phones.find((each) => each.channel === channel);
  one.text.value = words;
  one.element.scrollIntoView({ block: "nearest" });
  one.text.focus();
}

function show(channel) {
  for (const tab of document.querySelectorAll("[data-tab]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.tab === channel));
  }
  for (const one of phones) {
    one.element.classList.toggle("shown", one.channel === channel);
    one.chat.scrollTop = one.chat.scrollHeight;
  }
}

async function copied(button, text) {
  await navigator.clipboard.writeText(text);
  button.textContent = "Tersalin";
  setTimeout(() => (button.textContent = "Salin"), 1500);
}

async function turn(channel, box) {
  const one = phones.find((each) => each.channel === channel);
  const answer = await post("/faults", one, { fault: box.dataset.fault, on: box.checked });
  showFaults(await answer.json());
}

function showFaults(turned) {
  for (const [channel, on] of Object.entries(turned)) {
    const part = document.querySelector(`[data-faults="${channel}"]`);
    for (const box of part.querySelectorAll("input")) box.checked = on.includes(box.dataset.fault);
    part.querySelector("[data-count]").textContent = on.length ? `${on.length} menyala` : "";
  }
}

function draw(one, fresh = "") {
  const list = chats[whose(one)] || [];
  const nearEnd = one.chat.scrollHeight - one.chat.scrollTop - one.chat.clientHeight < 160;
  quiet(one);
  one.chat.replaceChildren(...(list.length ? thread(one, list, fresh) : [empty()]));
  keyboard(one, list);
  if (!fresh || nearEnd || list.at(-1).mine) one.chat.scrollTop = one.chat.scrollHeight;
  if (list.length && !list.at(-1).mine && !document.hidden) post("/read", one, {});
}

function thread(one, list, fresh) {
  const parts = [];
  let day = "";
  for (const said of list) {
    const today = DAY.format(new Date(said.at));
    if (today !== day) parts.push(element("p", "day", today));
    day = today;
    parts.push(bubble(said, said.id === fresh));
    const under = said.buttons.filter((each) => !each.id.startsWith("key:"));
    if (under.length) parts.push(choices(said, under, "choices"));
  }
  return parts;
}

function keyboard(one, list) {
  const asked = list.findLast((said) => !said.mine);
  const keys = asked && !asked.tapped ? asked.buttons.filter((each) => each.id.startsWith("key:")) : [];
  one.keys.hidden = !keys.length;
  one.keys.replaceChildren(...(keys.length ? choices(asked, keys, "").childNodes : []));
}

function typing(one) {
  quiet(one);
  one.line.textContent = "sedang menulis";
  const dots = element("div", "typing");
  dots.append(element("i"), element("i"), element("i"));
  dots.setAttribute("aria-hidden", "true");
  one.chat.append(dots);
  one.chat.scrollTop = one.chat.scrollHeight;
  one.timer = setTimeout(() => quiet(one), 6000);
}

function quiet(one) {
  clearTimeout(one.timer);
  one.line.textContent = one.line.dataset.idle;
  for (const dots of one.chat.querySelectorAll(".typing")) dots.remove();
}
