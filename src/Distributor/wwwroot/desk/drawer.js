// A drawer that is open has the keyboard to itself: focus goes in, Tab stays in, Esc closes, focus returns to the row it is about.
import { ask } from "./confirm.js";
import { visit } from "./swap.js";

const rest = () => document.querySelectorAll(".skip, .side, .top, .work");
export const openDrawer = () => document.querySelector("[data-part=drawer] .drawer");

let open = false;
let about = null;
let row = null;
let changed = false;

function settle() {
  const drawer = openDrawer();
  rest().forEach((element) => (element.inert = drawer !== null));
  if (drawer && (!open || about !== location.href)) {
    // Views within one drawer have other addresses; the row it is about stays the same.
    row = document.querySelector("main tr[aria-current] .row-link")?.href ?? (open ? row : location.href);
    about = location.href;
    changed = false;
    if (!open || !drawer.contains(document.activeElement)) (drawer.querySelector("[autofocus], [aria-invalid=true], .summary") ?? drawer).focus({ preventScroll: true });
  } else if (!drawer && open) {
    const link = [...document.querySelectorAll("main a[href]")].find((one) => one.href === row);
    (link ?? document.getElementById("content"))?.focus({ preventScroll: true });
    about = null;
  }
  open = drawer !== null;
}

/** Closes it as Back would when it was opened from the list, else by its own link. */
export async function closeDrawer() {
  const link = openDrawer()?.querySelector(".close");
  if (!link) return;
  if (changed && !(await ask("Leave without saving? What you changed here is lost.", "Leave"))) return;
  if (history.state?.opened) {
    history.back();
  } else {
    visit(link.href, { history: "replace", opened: false });
  }
}

document.addEventListener("desk:swapping", () => {
  // Only what opens now slides in; a page that came with its drawer just has it.
  document.documentElement.classList.toggle("slides", !open);
});
document.addEventListener("desk:swapped", settle);
settle();

document.addEventListener("input", (event) => {
  if (event.target.closest(".drawer form[method=post]")) changed = true;
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("a[data-swap=close]") && event.button === 0 && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    closeDrawer();
  }
});

document.addEventListener("keydown", (event) => {
  const drawer = openDrawer();
  if (event.key !== "Tab" || !drawer || document.querySelector("dialog[open]")) return;
  const stops = [...drawer.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex='0']")].filter(
    (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }),
  );
  if (stops.length === 0) return;
  const [first, last] = [stops[0], stops.at(-1)];
  const outside = !drawer.contains(document.activeElement) || document.activeElement === drawer;
  if (event.shiftKey && (outside || document.activeElement === first)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (outside || document.activeElement === last)) {
    event.preventDefault();
    first.focus();
  }
});
