// A mail program: a list of letters, one of them open, and a sheet to write on.
"use strict";

const STAMP = new Intl.DateTimeFormat("id", { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const SHORT_DAY = new Intl.DateTimeFormat("id", { day: "numeric", month: "short", timeZone: ZONE });

const mailProgram = { wire: wireMail, draw: drawMail, fill: fillMail };

function wireMail(one) {
  one.list = one.element.querySelector("[data-letters]");
  one.pane = one.element.querySelector("[data-pane]");
  one.open = {};
  one.unread = new Set();
  one.element.querySelector("[data-compose]").addEventListener("click", () => write(one));
  one.list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-letter]");
    if (row) openLetter(one, row.dataset.letter);
  });
  one.pane.addEventListener("click", (event) => {
    const { answer, discard } = event.target.closest("button")?.dataset ?? {};
    if (answer) write(one, { answers: answer });
    else if (discard !== undefined) openLetter(one, one.open[one.who.value]);
  });
  one.pane.addEventListener("change", (event) => {
    const own = event.target.form?.elements.file;
    if (event.target === own) own.form.querySelector("[data-own]").textContent = own.files[0]?.name ?? "Berkas sendiri";
  });
  one.pane.addEventListener("submit", (event) => {
    event.preventDefault();
    sendLetter(one, event.target);
  });
}

function drawMail(one, list, fresh = "") {
  const said = list.find((each) => each.id === fresh);
  if (said && !said.mine) one.unread.add(fresh);
  one.line.textContent = one.who.value;
  const writing = one.pane.querySelector("[data-draft]")?.dataset.whose === one.who.value;
  if (fresh && !writing) openLetter(one, fresh);
  else if (writing) drawList(one, list);
  else openLetter(one, one.open[one.who.value] ?? list.at(-1)?.id);
}

function drawList(one, list) {
  const rows = list.toReversed().map((said) => row(one, said));
  one.list.replaceChildren(...(rows.length ? rows : [element("li", "empty", "Belum ada surat.")]));
}

function row(one, said) {
  const made = element("li");
  const button = element("button", one.unread.has(said.id) ? "unread" : "");
  const top = element("span", "who");
  top.append(element("b", "", said.mine ? "Saya" : sender(said)), element("time", "", when(said.at)));
  const text = said.words.map((run) => run.text).join(" ").replace(/\s+/g, " ");
  button.append(top, element("span", "subject", said.sheet.subject || "(tanpa perihal)"), element("span", "start", text));
  button.type = "button";
  button.dataset.letter = said.id;
  if (said.id === one.open[one.who.value]) button.setAttribute("aria-current", "true");
  if (one.unread.has(said.id)) button.append(element("span", "hidden", "belum dibaca"));
  made.append(button);
  return made;
}

function openLetter(one, id) {
  const list = chats[whose(one)] || [];
  const said = list.find((each) => each.id === id);
  const place = one.pane.dataset.shown === id ? one.pane.scrollTop : 0;
  one.open[one.who.value] = one.pane.dataset.shown = id;
  one.unread.delete(id);
  drawList(one, list);
  one.pane.replaceChildren(said ? letter(said) : element("p", "empty", "Tulis surat pertama. Kantor menjawab ke kotak surat ini."));
  one.pane.scrollTop = place;
}

function letter(said) {
  const made = document.getElementById("t-letter").content.firstElementChild.cloneNode(true);
  const { sheet } = said;
  made.querySelector("h3").textContent = sheet.subject || "(tanpa perihal)";
  made.querySelector("[data-from]").textContent = sheet.sender;
  made.querySelector("[data-to]").textContent = `kepada ${sheet.to}`;
  const time = made.querySelector("time");
  time.dateTime = said.at;
  time.textContent = STAMP.format(new Date(said.at));
  made.querySelector(".body").append(...said.words.map(words));
  made.querySelector(".enclosed").append(...sheet.files.map(enclosed));
  const answer = made.querySelector("[data-answer]");
  if (said.mine) answer.remove();
  else answer.dataset.answer = said.id;
  if (said.mine) ticks(made.querySelector(".ticks"), said.state, true);
  for (const [name, value] of sheet.head) {
    made.querySelector("dl").append(element("dt", "", name), element("dd", "", value));
  }
  return made;
}

function enclosed(told) {
  const made = element("li");
  made.append(file(told));
  if (told.kind !== "document") made.append(element("span", "name", told.name));
  return made;
}

function write(one, { answers = "", subject = "", text = "" } = {}) {
  const made = document.getElementById("t-draft").content.firstElementChild.cloneNode(true);
  const answered = (chats[whose(one)] || []).find((each) => each.id === answers);
  made.dataset.answers = answers;
  made.dataset.whose = one.who.value;
  made.elements.subject.value = answered ? reply(answered.sheet.subject) : subject;
  made.elements.subject.readOnly = Boolean(answered);
  made.elements.text.value = text;
  made.querySelector("[data-quoted]").hidden = !answered;
  one.pane.replaceChildren(made);
  (answered || subject ? made.elements.text : made.elements.subject).focus();
}

function reply(subject) {
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`;
}

async function sendLetter(one, form) {
  const { subject, text, sample, file: own } = form.elements;
  const given = { subject: subject.value, text: text.value, answers: form.dataset.answers };
  form.remove();
  if (own.files.length) await upload(one, own.files[0], given);
  else if (sample.value) await post("/sample", one, { sample: sample.value, ...given });
  else await post("/say", one, given);
}

function fillMail(one, text, subject) {
  write(one, { subject, text });
}

function sender(said) {
  return said.sheet.sender.replace(/\s*<[^>]*>$/, "");
}

function when(at) {
  const day = SHORT_DAY.format(new Date(at));
  return day === SHORT_DAY.format(new Date()) ? CLOCK.format(new Date(at)) : day;
}
