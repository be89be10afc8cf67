// Writing an article: while one types, the previews beside the form show it as it will be read.
const form = document.querySelector("form#write");
let timer, asked = 0;

function query() {
  const data = new FormData(form);
  const text = name => String(data.get(name) ?? "").trim();
  const topics = [...data.getAll("topics"), ...text("more").split(",").map(name => name.trim())].filter(Boolean);
  const lead = text("lead") || (data.get("format") === "text" ? text("body").split("\n")[0] : "");
  const values = { title: text("title").slice(0, 600), lead: lead.slice(0, 600), url: text("url"), topic: topics[0], language: text("language"), breaking: data.get("breaking") };
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value));
}

async function show() {
  const turn = ++asked;
  try {
    const answer = await fetch(`/admin/articles/preview?${query()}`);
    if (!answer.ok || turn !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [now, next] = [document, page].map(where => where.querySelector("[data-part=looks]"));
    // A new frame, not a new address of the old one: that would be a step of the Back button.
    if (now && next && turn === asked) now.replaceWith(document.adoptNode(next));
  } catch {
    // Without an answer the last preview stays.
  }
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, 400);
});
