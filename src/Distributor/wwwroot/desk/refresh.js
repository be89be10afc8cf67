// Parts that change by themselves (data-refresh="SECONDS"), while somebody looks and nobody works in them.
import { renew } from "./swap.js";

const due = new Map();

function idle(part) {
  return !part.contains(document.activeElement?.closest("input, textarea, select, details[open]")) && !part.querySelector(".tick :checked, details[open]");
}

setInterval(() => {
  if (document.hidden) return;
  const names = [];
  for (const part of document.querySelectorAll("[data-part][data-refresh]")) {
    const name = part.dataset.part;
    const now = performance.now();
    if (!due.has(name)) due.set(name, now + part.dataset.refresh * 1000);
    if (now < due.get(name) || !idle(part)) continue;
    due.set(name, now + part.dataset.refresh * 1000);
    names.push(name);
  }
  if (names.length > 0) renew(names).catch(() => {});
}, 1000);
