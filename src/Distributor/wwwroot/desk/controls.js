// Small things about buttons and forms: menus close, texts are copied, a form is sent once, its page stays where it was.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
});

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // Not allowed, or no secure connection: then it is at least selected, for Ctrl+C.
    getSelection().selectAllChildren(button.parentElement.querySelector("code"));
    return;
  }
  const words = button.lastChild;
  words.textContent = " Copied";
  setTimeout(() => (words.textContent = " Copy"), 2000);
}

const place = "desk-scroll";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  event.submitter?.setAttribute("aria-busy", "true");
  sessionStorage.setItem(place, JSON.stringify([location.pathname, scrollY]));
});

addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  document.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
});

const [path, y] = JSON.parse(sessionStorage.getItem(place) ?? "[]");
sessionStorage.removeItem(place);
const errors = document.getElementById("errors");
if (errors) {
  errors.focus();
} else if (path === location.pathname) {
  scrollTo(0, y);
}
