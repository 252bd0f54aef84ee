// The page: who holds which phone, what the server tells, and the switchboard of faults.
"use strict";

const TOKEN = document.querySelector('meta[name="demo-token"]').content;
const DEVICES = { sms: plainPhone, email: mailProgram };
//: Channels that stand side by side where there is room.
const NEIGHBOURS = { telegram: "whatsapp", whatsapp: "telegram", sms: "email", email: "sms" };

const dialog = document.querySelector("dialog");

let chats = {};
let facts = {};
let newcomer = null;
const phones = [...document.querySelectorAll(".phone")].map(phone);

start();

async function start() {
  for (const one of phones) wire(one);
  show(phones[0].channel);
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
  ({ chats, facts } = told);
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
  const one = phones.find((each) => whose(each) === change.whose);
  if (change.what === "reload") load();
  else if (change.what === "typing") one?.device.typing?.(one);
  else if (change.what === "credit") paid(change);
  else said(change, one);
}

function said(change, one) {
  const list = (chats[change.whose] ||= []);
  const place = list.findIndex((each) => each.id === change.bubble.id);
  const fresh = place < 0;
  if (fresh) list.push(change.bubble);
  else list[place] = change.bubble;
  if (one) draw(one, fresh ? change.bubble.id : "");
}

function paid(change) {
  const [channel, person] = change.whose.split("/");
  facts[channel].credit[person] = change.left;
  const one = phones.find((each) => each.channel === channel);
  one.device.credit(one);
}

function phone(element) {
  return {
    element,
    channel: element.dataset.channel,
    device: DEVICES[element.dataset.channel] ?? chatPhone,
    who: element.querySelector("[data-who]"),
    line: element.querySelector("[data-line]"),
    timer: 0,
  };
}

function whose(one) {
  return `${one.channel}/${one.who.value}`;
}

function wire(one) {
  one.who.addEventListener("change", () => draw(one));
  one.device.wire(one);
}

function draw(one, fresh = "") {
  one.device.draw(one, chats[whose(one)] || [], fresh);
}

function clicked(event) {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  const { idea, tab, copy, cancel, newcomer: given } = pressed.dataset;
  if (given !== undefined) ask(phones.find((each) => each.element.contains(pressed)));
  else if (cancel !== undefined) dialog.close();
  else if (idea) suggest(idea, pressed.dataset);
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

async function upload(one, file, given) {
  const form = new FormData();
  const told = { channel: one.channel, person: one.who.value, ...given };
  for (const [name, value] of Object.entries(told)) form.set(name, value);
  form.set("file", file);
  await fetch("/upload", { method: "POST", headers: { "X-Demo-Token": TOKEN }, body: form });
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
  facts[one.channel] = told.facts;
  introduce(one, told.person, told.name);
  one.who.value = told.person;
  draw(one);
  one.device.fill(one, "", "");
}

function introduce(one, person, name) {
  if ([...one.who.options].some((option) => option.value === person)) return;
  one.who.add(new Option(name, person));
}

function suggest(channel, { words, subject }) {
  show(channel);
  const one = phones.find((each) => each.channel === channel);
  one.device.fill(one, words, subject);
  one.element.scrollIntoView({ block: "nearest" });
}

function show(channel) {
  for (const tab of document.querySelectorAll("[data-tab]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.tab === channel));
    tab.classList.toggle("beside", tab.dataset.tab === NEIGHBOURS[channel]);
  }
  for (const one of phones) {
    one.element.classList.toggle("shown", one.channel === channel);
    one.element.classList.toggle("beside", one.channel === NEIGHBOURS[channel]);
    if (one.chat) one.chat.scrollTop = one.chat.scrollHeight;
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
