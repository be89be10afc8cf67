// The keyboard: / searches, j and k walk through rows, Enter opens, x ticks, Ctrl+K jumps, ? shows this, Esc steps back.
import { clearTicks } from "./bulk.js";
import { closeDrawer, openDrawer } from "./drawer.js";
import { jump } from "./palette.js";
import { visit } from "./swap.js";

const keys = [
  ["/", "Search"],
  ["j  k", "Next row, previous row"],
  ["Enter", "Open the row"],
  ["x", "Choose the row"],
  ["Ctrl K", "Jump to a section, a person, an article"],
  ["Esc", "Close, or forget what is chosen"],
  ["?", "Show these keys"],
];

const writing = (element) => element?.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("main tbody tr:has(.row-link)")];

function walk(step) {
  const list = rows();
  if (list.length === 0) return;
  const drawn = openDrawer() && list.findIndex((row) => row.hasAttribute("aria-current"));
  const at = drawn ?? list.indexOf(document.activeElement?.closest("tr"));
  const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
  const link = next.querySelector(".row-link");
  next.scrollIntoView({ block: "nearest" });
  if (!openDrawer()) {
    link.focus({ preventScroll: true });
  } else if (drawn >= 0 && list[at] !== next && link.hasAttribute("data-swap")) {
    visit(link.href, { history: "replace" });
  }
}

function tick() {
  const box = document.activeElement?.closest("tr")?.querySelector("td.tick input");
  box?.click();
}

function help() {
  const dialog = document.createElement("dialog");
  dialog.innerHTML = '<h2>Keys</h2><dl></dl><form method="dialog" class="actions"><button class="primary">Close</button></form>';
  dialog.setAttribute("aria-label", "Keys");
  for (const [key, does] of keys) {
    const dt = document.createElement("dt");
    for (const one of key.split(/ +/)) {
      const kbd = document.createElement("kbd");
      kbd.textContent = one;
      dt.append(kbd, " ");
    }
    const dd = document.createElement("dd");
    dd.textContent = does;
    dialog.querySelector("dl").append(dt, dd);
  }
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Menus first, then the drawer, then what is ticked. */
function back() {
  const menu = document.querySelector("details.menu[open], .top details[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (openDrawer()) {
    closeDrawer();
  } else {
    return clearTicks();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    jump();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (document.activeElement?.matches("[data-search]") && !openDrawer()) document.activeElement.blur();
    else if (back()) event.preventDefault();
    return;
  }
  if (writing(event.target)) return;
  const act = { "/": () => document.querySelector("[data-search]")?.select(), j: () => walk(1), k: () => walk(-1), x: tick, "?": help }[event.key];
  if (!act || (openDrawer() && "/x".includes(event.key))) return;
  event.preventDefault();
  act();
});
