// A phone with a chat: bubbles, buttons and files.
"use strict";

const DAY = new Intl.DateTimeFormat("id", { weekday: "long", day: "numeric", month: "long", timeZone: ZONE });

const chatPhone = { wire: wireChat, draw: drawChat, typing, fill: fillChat };

function wireChat(one) {
  one.chat = one.element.querySelector("[data-chat]");
  one.keys = one.element.querySelector("[data-keys]");
  one.text = one.element.querySelector("[data-text]");
  one.menu = one.element.querySelector("[data-menu]");
  one.element.querySelector("[data-composer]").addEventListener("submit", (event) => {
    event.preventDefault();
    sayInChat(one);
  });
  one.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      sayInChat(one);
    }
  });
  one.element.querySelector("[data-upload]").addEventListener("change", (event) => uploadToChat(one, event.target));
  one.menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenu(one);
  });
  one.element.addEventListener("click", (event) => {
    const { sample, place, button, bubble } = event.target.closest("button")?.dataset ?? {};
    if (sample) shareInChat(one, "/sample", { sample });
    else if (place !== undefined) shareInChat(one, "/place", {});
    else if (button !== undefined) post("/tap", one, { bubble, button });
  });
  document.addEventListener("click", (event) => {
    if (!one.menu.contains(event.target)) one.menu.open = false;
  });
}

function sayInChat(one) {
  const text = one.text.value.trim();
  if (!text) return;
  one.text.value = "";
  post("/say", one, { text });
}

function shareInChat(one, path, given) {
  closeMenu(one);
  post(path, one, given);
}

function uploadToChat(one, input) {
  closeMenu(one);
  upload(one, input.files[0], { text: one.text.value });
  input.value = "";
  one.text.value = "";
}

function closeMenu(one) {
  one.menu.open = false;
  one.menu.querySelector("summary").focus();
}

function fillChat(one, words) {
  one.text.value = words;
  one.text.focus();
}

function drawChat(one, list, fresh = "") {
  const nearEnd = one.chat.scrollHeight - one.chat.scrollTop - one.chat.clientHeight < 160;
  quiet(one);
  one.chat.replaceChildren(...(list.length ? thread(list, fresh) : [empty()]));
  keyboard(one, list);
  if (!fresh || nearEnd || list.at(-1).mine) one.chat.scrollTop = one.chat.scrollHeight;
  if (list.length && !list.at(-1).mine && !document.hidden) post("/read", one, {});
}

function thread(list, fresh) {
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
