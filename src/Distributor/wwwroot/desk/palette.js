// Ctrl+K: sections by name, and what is typed as a search of people or articles.
const searches = [
  ["Search subscribers", "/admin/subscribers"],
  ["Search articles", "/admin/articles"],
];

function find(words) {
  const text = words.trim().toLowerCase();
  const sections = [...document.querySelectorAll(".side .sections a, .side .account a")]
    .filter((link) => link.textContent.toLowerCase().includes(text))
    .map((link) => ({ text: link.textContent.trim(), href: link.href }));
  const found = searches.map(([name, path]) => ({ text: `${name} for “${words.trim()}”`, href: `${path}?q=${encodeURIComponent(words.trim())}` }));
  return text ? [...sections, ...found] : sections;
}

export function jump() {
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  dialog.setAttribute("aria-label", "Jump to");
  dialog.innerHTML =
    '<input type="search" role="combobox" aria-label="Jump to" aria-expanded="true" aria-controls="palette-list" autocomplete="off" spellcheck="false" placeholder="A section, a person, an article"><ul role="listbox" id="palette-list" aria-label="Places"></ul>';
  const [input, list] = dialog.children;
  let at = 0;
  let places = [];

  function choose(index) {
    at = (index + places.length) % Math.max(places.length, 1);
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function show() {
    places = find(input.value);
    list.replaceChildren(
      ...places.map((place, i) => {
        const item = document.createElement("li");
        item.id = `palette-${i}`;
        item.role = "option";
        item.textContent = place.text;
        item.addEventListener("click", () => location.assign(place.href));
        return item;
      }),
    );
    choose(0);
  }

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(at + step);
    else if (event.key === "Enter" && places[at]) location.assign(places[at].href);
    else if (event.key === "Escape") dialog.close();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  show();
  dialog.showModal();
  input.focus();
}
