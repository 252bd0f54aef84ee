// Live: one connection per browser. The tab that holds the lock listens and tells the others;
// a browser without locks listens in every tab. What arrives are hints, never content.
"use strict";

(() => {
  const desk = document.querySelector(".desk");
  if (!window.EventSource || !desk) return;
  const wire = document.getElementById("sambungan");
  const others = window.BroadcastChannel ? new BroadcastChannel("sahut") : null;
  let lostAt = 0;

  const tell = (hint) => document.dispatchEvent(new CustomEvent("sahut:hint", { detail: hint }));
  const pass = (hint) => {
    tell(hint);
    if (others) others.postMessage(hint);
  };

  const state = (connected) => {
    if (connected && lostAt) {
      wire.textContent = "Tersambung lagi";
      if (Date.now() - lostAt > 4000) tell({ type: "reload" });
      lostAt = 0;
    } else if (!connected && !lostAt) {
      lostAt = Date.now();
      setTimeout(() => {
        if (lostAt) wire.textContent = "Sambungan terputus, mencoba lagi";
        wire.classList.toggle("lost", Boolean(lostAt));
      }, 2500);
    }
    if (connected) wire.classList.remove("lost");
  };

  let line = null;
  const greet = () => line && others.postMessage({ type: "reload" });
  const listen = () => {
    const source = new EventSource(`/inbox/hidup?sejak=${desk.dataset.mark}`);
    line = source;
    source.onopen = () => pass({ type: "up" });
    source.onerror = () => {
      pass({ type: "down" });
      // A refused stream is not tried again by the browser: somebody signed out.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => pass({ type: "out" }), 1000);
    };
    source.addEventListener("case", (event) => pass({ type: "case", id: JSON.parse(event.data).id }));
    source.addEventListener("reload", () => pass({ type: "reload" }));
    source.addEventListener("out", () => {
      source.close();
      pass({ type: "out" });
    });
    return source;
  };

  document.addEventListener("sahut:hint", ({ detail }) => {
    if (detail.type === "up" || detail.type === "case") state(true);
    if (detail.type === "down") state(false);
  });
  // Who holds the line has one; a tab that comes later may have missed what was told meanwhile.
  if (others) others.onmessage = ({ data }) => (data.type === "hello" ? greet() : tell(data));
  if (navigator.locks && others) {
    // Held until this tab closes; then the next one in line takes over, from its page's time on.
    navigator.locks.request("sahut-live", () => new Promise(() => listen()));
    others.postMessage({ type: "hello" });
  } else {
    listen();
  }
})();
