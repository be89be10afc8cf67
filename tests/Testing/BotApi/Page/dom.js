// Builds elements. Text is only ever set as text, so nothing a message says becomes markup.

/** h('p', {class: 'x', onclick}, 'text', child) */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** A relative, empty or unknown address opens nothing. */
export const isSafeLink = (url) => /^(https?|tg|ton|tonsite|mailto):/i.test(url ?? '');

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export const timeOf = (ms) => clock.format(ms);
export const dayOf = (ms) => day.format(ms);

export async function getJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return response.json();
}

/** Answers the JSON, or shows why it was refused. */
export async function post(path, body = {}) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) toast(answer.error ?? `Error ${response.status}`);
  return answer;
}

let hide;

export function toast(text) {
  const box = byId('toast');
  box.textContent = text;
  box.classList.add('is-shown');
  clearTimeout(hide);
  hide = setTimeout(() => box.classList.remove('is-shown'), 4000);
}
