// Replaces the parts of a page (data-part="NAME") by their namesakes of a page just fetched, with address and history as a
// browser would have them. Focus, caret and what was typed meanwhile survive.
import { offline } from "./offline.js";

let current = null;
let shown = location.pathname + location.search;

/** The address whose parts are on the page: path and query. */
export const shownAddress = () => shown;

/**
 * Shows another state of this page.
 * @param {string|URL} address
 * @param {{history?: "push"|"replace"|"none", opened?: boolean}} how "opened" marks what Back should close
 */
export async function visit(address, how = {}) {
  current?.abort();
  const mine = (current = new AbortController());
  const url = new URL(address, location.href);
  const lists = [...document.querySelectorAll("[data-part=list], [data-part=drawer]")];
  lists.forEach((list) => list.setAttribute("aria-busy", "true"));
  try {
    const page = await load(url, mine.signal);
    if (!page) {
      location.assign(url);
      return;
    }
    const state = { desk: true, opened: how.opened ?? false };
    if (how.history === "push") {
      history.pushState(state, "", url);
    } else if (how.history === "replace") {
      history.replaceState({ ...history.state, ...state, opened: how.opened ?? history.state?.opened ?? false }, "", url);
    }
    shown = url.pathname + url.search;
    swapParts(page);
  } catch (fault) {
    if (fault.name !== "AbortError") throw fault;
  } finally {
    if (current === mine) {
      current = null;
      document.querySelectorAll("[data-part][aria-busy]").forEach((part) => part.removeAttribute("aria-busy"));
    }
  }
}

/** Fetches what is shown once more and replaces only the named parts; a visit in the meantime makes it void. */
export async function renew(names) {
  if (current) return;
  const before = shown;
  const page = await load(new URL(shown, location.href), AbortSignal.timeout(10000), false);
  if (page && !current && before === shown) {
    swapParts(page, names);
  }
}

/** The page, or null when the browser should go there by itself: signed out, an error, not a page. Tries until the network is back. */
async function load(url, signal, insist = true) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 10000)) {
    try {
      const answer = await fetch(url, { signal, headers: { "X-Requested-With": "fetch", Accept: "text/html" }, credentials: "same-origin" });
      const html = await answer.text();
      offline(false);
      const landed = new URL(answer.url);
      if (!answer.ok || landed.pathname !== url.pathname || !answer.headers.get("Content-Type")?.startsWith("text/html")) {
        return null;
      }
      return new DOMParser().parseFromString(html, "text/html");
    } catch (fault) {
      if (signal.aborted || !(fault instanceof TypeError)) throw new DOMException("", "AbortError");
      offline(true);
      if (!insist) return null;
      await patience(wait, signal);
    }
  }
}

function patience(wait, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, wait);
    addEventListener("online", resolve, { once: true });
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(new DOMException("", "AbortError"))), { once: true });
  });
}

/** @param {string[]=} names only these */
export function swapParts(page, names) {
  document.dispatchEvent(new CustomEvent("desk:swapping"));
  const held = hold();
  const seen = new Map();
  for (const part of [...document.querySelectorAll("[data-part]")]) {
    if (!part.isConnected) continue; // its surroundings were replaced
    const name = part.dataset.part;
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    const other = page.querySelectorAll(`[data-part="${CSS.escape(name)}"]`)[nth];
    if (other && (!names || names.includes(name))) replace(part, other);
  }
  if (!names) document.title = page.title;
  release(held);
  document.dispatchEvent(new CustomEvent("desk:swapped", { detail: { names } }));
}

/** The element stays, so that what it is to screen readers (a live region) and to others who hold it stays. */
function replace(part, other) {
  for (const { name } of [...part.attributes]) {
    if (!other.hasAttribute(name)) part.removeAttribute(name);
  }
  for (const { name, value } of other.attributes) {
    if (part.getAttribute(name) !== value) part.setAttribute(name, value);
  }
  if (part.innerHTML !== other.innerHTML) {
    part.replaceChildren(...[...other.childNodes].map((node) => document.importNode(node, true)));
  }
}

function hold() {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const typed = at.matches("input:not([type=checkbox], [type=radio]), textarea");
  return { at, id: at.id, href: at.href, value: typed ? at.value : null, start: typed ? at.selectionStart : null, end: typed ? at.selectionEnd : null };
}

function release(held) {
  if (!held || (held.at.isConnected && held.at === document.activeElement)) return;
  const again =
    (held.id && document.getElementById(held.id)) ||
    (held.href && [...document.querySelectorAll("main a[href], .drawer a[href]")].find((link) => link.href === held.href)) ||
    document.getElementById("content");
  if (held.value !== null && again.id === held.id) {
    again.value = held.value;
  }
  again.focus({ preventScroll: true });
  if (held.start !== null && again.id === held.id) {
    again.setSelectionRange(held.start, held.end);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-swap]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin || link.target || link.dataset.swap === "close") return;
  event.preventDefault();
  const inPager = link.closest(".pager");
  visit(link.href, { history: "push", opened: link.matches(".row-link, [data-swap=open]") }).then(() => {
    if (inPager) document.querySelector("[data-part=list]")?.scrollIntoView({ block: "start" });
  });
});

addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) visit(location.href, { history: "none" });
});
