// Filter forms (form[data-live]) answer while one types. Typing replaces the history entry, choosing adds one.
import { shownAddress, visit } from "./swap.js";

let timer = 0;

function ask(form, history) {
  clearTimeout(timer);
  const url = new URL(form.action, location.href);
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) {
    if (value === "") query.delete(name, value);
  }
  url.search = query.toString();
  if (url.pathname + url.search !== shownAddress()) visit(url, { history });
}

const typed = (input) => input.matches("input:not([type=checkbox], [type=radio]), textarea");

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("form[data-live]") || !typed(event.target) || event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(() => ask(form, "replace"), 200);
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("form[data-live]") && !typed(event.target)) ask(form, "push");
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-live]")) return;
  event.preventDefault();
  ask(event.target, "replace");
});
