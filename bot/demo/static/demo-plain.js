// A plain phone: short messages, counted in parts, each paid for by the citizen.
"use strict";

const RUPIAH = new Intl.NumberFormat("id", { maximumFractionDigits: 0 });
//: Letters of one message, alone and as a part of a longer one.
const ROOM = { plain: [160, 153], wide: [70, 67] };

const plainPhone = { wire: wirePlain, draw: drawPlain, fill: fillPlain, credit: tally };

function wirePlain(one) {
  one.chat = one.element.querySelector("[data-chat]");
  one.text = one.element.querySelector("[data-text]");
  one.tally = one.element.querySelector("[data-tally]");
  one.left = one.element.querySelector("[data-credit]");
  one.send = one.element.querySelector("[type=submit]");
  one.topUp = one.element.querySelector("[data-topup]");
  one.letters = one.element.querySelector("[data-basic]").dataset;
  one.text.addEventListener("input", () => tally(one));
  one.topUp.addEventListener("click", () => post("/credit", one, {}));
  one.element.querySelector("[data-composer]").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = one.text.value.trim();
    if (!text) return;
    one.text.value = "";
    post("/say", one, { text });
    tally(one);
  });
}

function drawPlain(one, list, fresh = "") {
  const parts = [];
  let day = "";
  for (const said of list) {
    const today = DAY.format(new Date(said.at));
    if (today !== day) parts.push(element("p", "day", today));
    day = today;
    parts.push(short(said, said.id === fresh));
  }
  one.chat.replaceChildren(...(list.length ? parts : [empty()]));
  one.chat.scrollTop = one.chat.scrollHeight;
  tally(one);
}

function short(said, fresh) {
  const made = element("div", `short${said.mine ? " mine" : ""}${fresh ? " fresh" : ""}`);
  const pieces = said.bill.parts;
  const head = element("p", "head");
  const time = element("time", "", CLOCK.format(new Date(said.at)));
  time.dateTime = said.at;
  head.append(element("b", "", said.mine ? "Terkirim" : "Kel. Sukajaya"), time);
  made.append(head);
  pieces.forEach((piece, place) => {
    const screen = element("div", "part");
    if (pieces.length > 1) screen.append(element("small", "", `bagian ${place + 1} dari ${pieces.length}`));
    screen.append(words({ text: piece, bold: false }));
    made.append(screen);
  });
  if (said.mine) made.append(element("p", "cost", `${pieces.length} SMS, Rp${RUPIAH.format(said.bill.price)}`));
  return made;
}

function fillPlain(one, text) {
  one.text.value = text;
  tally(one);
  one.text.focus();
}

// What stands in the box: letters, messages, and whether the credit pays for them.
function tally(one) {
  const { credit, price } = facts.sms;
  const left = credit[one.who.value] ?? 0;
  const text = one.text.value.trim();
  const [letters, count] = counted(text, one.letters);
  const poor = count * price > left;
  one.left.textContent = `Rp${RUPIAH.format(left)}`;
  one.left.parentElement.classList.toggle("low", left < price);
  one.tally.classList.toggle("poor", poor);
  one.tally.textContent = poor
    ? `${count} SMS, Rp${RUPIAH.format(count * price)}: pulsa tidak cukup`
    : text ? `${letters} huruf, ${count} SMS, Rp${RUPIAH.format(count * price)}` : `Satu SMS Rp${RUPIAH.format(price)}`;
  one.send.disabled = poor || !text;
}

function counted(text, { basic, second }) {
  const plain = [...text].every((letter) => basic.includes(letter) || second.includes(letter));
  const places = plain ? [...text].reduce((sum, letter) => sum + (second.includes(letter) ? 2 : 1), 0) : text.length;
  const [alone, joined] = plain ? ROOM.plain : ROOM.wide;
  return [places, text ? (places <= alone ? 1 : Math.ceil(places / joined)) : 0];
}
