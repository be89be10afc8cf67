// Live figures: on pages with data-live-stream every [data-figure="NAME"] shows what /admin/live last said of NAME. A page nobody
// sees listens to nothing.
import { offline } from "./offline.js";

let source = null;
let again = 0;

function show(figures) {
  for (const [name, value] of Object.entries(figures)) {
    for (const element of document.querySelectorAll(`[data-figure="${CSS.escape(name)}"]`)) {
      const text = typeof value === "number" ? value.toLocaleString("en") : String(value ?? "–");
      if (element.matches("progress, meter")) element.value = Number(value);
      else if (element.textContent !== text) element.textContent = text;
    }
  }
  document.dispatchEvent(new CustomEvent("desk:figures", { detail: figures }));
}

function listen() {
  if (source || document.hidden || !document.querySelector("[data-live-stream]")) return;
  source = new EventSource("/admin/live");
  const take = (event) => show(JSON.parse(event.data));
  source.addEventListener("message", take);
  source.addEventListener("figures", take);
  source.addEventListener("open", () => offline(false));
  source.addEventListener("error", () => {
    offline(true);
    if (source?.readyState === EventSource.CLOSED) {
      // The server said no; a browser does not ask again by itself.
      stop();
      again = setTimeout(listen, 5000);
    }
  });
}

function stop() {
  clearTimeout(again);
  source?.close();
  source = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);
listen();
