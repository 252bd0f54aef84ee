// What the phones show: bubbles, buttons and files, made of nodes and never of markup.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const STATES = { sent: ["tick", "terkirim"], taken: ["ticks", "diterima kantor"], read: ["ticks", "dibaca"] };
const LINK = /https?:\/\/[^\s]+/g;
//: The office's own time, whatever this machine is set to.
const ZONE = "Asia/Jakarta";
const CLOCK = new Intl.DateTimeFormat("id", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });

function empty() {
  return element("p", "empty", "Belum ada percakapan. Tulis seperti warga biasa menulis; kantor menjawab di sini.");
}

function bubble(said, fresh) {
  const made = document.getElementById("t-bubble").content.firstElementChild.cloneNode(true);
  made.classList.toggle("mine", said.mine);
  made.classList.toggle("fresh", fresh);
  const body = made.querySelector(".body");
  if (said.file) body.append(file(said.file));
  if (said.place) body.append(spot(said.place));
  for (const run of said.words) body.append(words(run));
  made.querySelector(".edited").hidden = !said.edited;
  const time = made.querySelector("time");
  time.dateTime = said.at;
  time.textContent = CLOCK.format(new Date(said.at));
  if (said.mine) ticks(made.querySelector(".ticks"), said.state);
  return made;
}

function words(run) {
  const made = document.createElement(run.bold ? "b" : "span");
  let last = 0;
  for (const found of run.text.matchAll(LINK)) {
    made.append(run.text.slice(last, found.index), link(found[0]));
    last = found.index + found[0].length;
  }
  made.append(run.text.slice(last));
  return made;
}

function link(address) {
  const made = element("a", "", address);
  Object.assign(made, { href: address, target: "_blank", rel: "noopener" });
  return made;
}

function file(told) {
  const source = `/files/${told.key}`;
  if (told.kind === "photo") return Object.assign(element("img"), { src: source, alt: "Foto", loading: "lazy" });
  if (told.kind === "voice") return Object.assign(element("audio"), { src: source, controls: true, preload: "metadata" });
  const made = element("a", "paper");
  Object.assign(made, { href: source, download: told.name || "berkas" });
  made.append(icon("document"), told.name || "Berkas");
  return made;
}

function spot(place) {
  const made = element("div", "spot");
  const map = document.createElementNS(SVG, "svg");
  map.setAttribute("class", "map");
  map.setAttribute("viewBox", "0 0 216 96");
  map.setAttribute("preserveAspectRatio", "xMidYMid slice");
  map.setAttribute("aria-hidden", "true");
  for (const line of ["M-6 70 90 26l132 28", "M44-6l26 108", "M150-6l-18 108", "M-6 20l60 8"]) {
    map.append(path(line, ""));
  }
  map.append(path("M108 62s15-14 15-25.5a15 15 0 0 0-30 0C93 48 108 62 108 62Z", "pin"));
  made.append(map, element("span", "", `Lokasi ${place}`));
  return made;
}

function path(line, name) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("d", line);
  if (name) made.setAttribute("class", name);
  return made;
}

function ticks(place, state, told = false) {
  const [drawn, said] = STATES[state];
  place.hidden = false;
  place.classList.toggle("read", state === "read");
  place.append(icon(drawn), element("span", told ? "" : "hidden", said));
  place.title = said;
}

function choices(said, list, name) {
  const made = element("div", name);
  for (const each of list) {
    const button = element("button", said.tapped === each.id ? "tapped" : "", each.title);
    Object.assign(button.dataset, { bubble: said.id, button: each.id });
    button.type = "button";
    button.disabled = Boolean(said.tapped);
    made.append(button);
  }
  return made;
}

function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  made.setAttribute("class", "icon");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  made.append(use);
  return made;
}

function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}
