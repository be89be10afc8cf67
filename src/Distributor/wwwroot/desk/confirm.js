// A question before what cannot be undone (form[data-confirm]); the answer's button says what it does.

/** @returns {Promise<boolean>} */
export function ask(question, yes, danger = true) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", "Please confirm");
  const words = document.createElement("p");
  words.textContent = question;
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "actions";
  const no = button("Cancel", "no", "");
  form.append(no, button(yes, "yes", danger ? "danger" : "primary"));
  dialog.append(words, form);
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    }),
  );
}

function button(text, value, style) {
  const element = document.createElement("button");
  element.textContent = text;
  element.value = value;
  element.className = style;
  return element;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || event.defaultPrevented || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await ask(question, event.submitter?.textContent.trim() || "Go on")) {
    form.dataset.confirmed = "true";
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed;
  }
});
