// Ticked rows: how many, all of the page, from one to another with Shift. Style sheets show the bar by themselves.
const ticks = () => [...document.querySelectorAll("main td.tick input")];
const all = () => document.querySelector("[data-bulk-all]");
let last = null;

function settle() {
  const boxes = ticks();
  const chosen = boxes.filter((box) => box.checked).length;
  const everything = all()?.checked ?? false;
  const head = document.querySelector("[data-tick-all]");
  if (head) {
    head.checked = chosen > 0 && chosen === boxes.length;
    head.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  const words = document.querySelector("[data-bulk-count]");
  const text = everything ? "All that match" : `${chosen.toLocaleString("en")} chosen`;
  if (words && words.textContent !== text) words.textContent = text;
}

/** True when there was something to clear. */
export function clearTicks() {
  const boxes = [...ticks(), all()].filter((box) => box?.checked);
  boxes.forEach((box) => (box.checked = false));
  last = null;
  settle();
  return boxes.length > 0;
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-bulk-clear]")) clearTicks();
  const box = event.target.closest?.("td.tick input");
  if (!box) return;
  const boxes = ticks();
  if (event.shiftKey && last?.isConnected) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    boxes.slice(from, to + 1).forEach((one) => (one.checked = box.checked));
  }
  last = box;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    ticks().forEach((box) => (box.checked = event.target.checked));
    if (!event.target.checked && all()) all().checked = false;
  } else if (event.target.matches("td.tick input") && !event.target.checked && all()) {
    // Whoever takes one row out means these rows and no longer everything.
    all().checked = false;
  } else if (event.target.matches("[data-bulk-all]") && event.target.checked) {
    ticks().forEach((box) => (box.checked = true));
  }
  settle();
});

document.addEventListener("desk:swapped", settle);
// The browser may have kept ticks over Back.
addEventListener("pageshow", settle);
settle();
