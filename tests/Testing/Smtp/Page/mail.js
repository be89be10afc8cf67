// The open mail in one of its views. What a mail says is only ever set as text; its HTML lives in a sandboxed frame.
import { h, byId, getJson, timeOf, dayOf } from './dom.js';

const views = { html: 'HTML', text: 'Text', headers: 'Headers', source: 'Source', envelope: 'Envelope' };
const options = ['remote', 'narrow', 'dark'];

let drawn = '';

/** Draws only what changed, so that a place in a long text is not lost at each refresh. */
export async function showMail(number, wanted) {
  const mail = number ? await load(number) : null;
  const view = views[wanted] ? wanted : mail?.hasHtml ? 'html' : 'text';
  const picture = mail ? `${mail.number} ${view} ${mail.isAnswered} ${mail.transcript.length} ${chosen().join()}` : 'none';
  if (picture === drawn) return;
  drawn = picture;
  byId('subject').textContent = mail ? mail.subject || '(no subject)' : 'No mail is open';
  byId('subject').dir = 'auto';
  byId('about').textContent = mail
    ? `${mail.from} to ${mail.to}, ${dayOf(mail.at)} ${timeOf(mail.at)}`
    : number ? 'This mail is not kept any more.' : 'Choose one from the list.';
  byId('download').hidden = byId('views').hidden = !mail;
  byId('options').hidden = !mail || view !== 'html';
  if (mail) byId('download').href = `/page/mails/${mail.number}/eml`;
  byId('views').replaceChildren(...(mail ? Object.keys(views).map((key) => choice(mail, key, key === view)) : []));
  byId('content').replaceChildren(...(mail ? content(mail, view) : []));
}

async function load(number) {
  try {
    return await getJson(`/page/mails/${number}`);
  } catch {
    return null;
  }
}

const chosen = () => options.filter((name) => byId(name).checked);

function choice(mail, key, isPressed) {
  const open = () => (location.hash = `#/mail/${mail.number}/${key}`);
  return h('button', { type: 'button', 'aria-pressed': String(isPressed), onclick: open }, views[key]);
}

function content(mail, view) {
  switch (view) {
    case 'html':
      return [mail.hasHtml ? frame(mail) : h('p', { class: 'hint' }, 'This mail has no HTML part.')];
    case 'text':
      return [
        mail.text == null
          ? h('p', { class: 'hint' }, 'This mail has no text part.')
          : h('pre', { class: 'text', dir: 'auto' }, mail.text),
      ];
    case 'headers':
      return [pairs(mail.headers)];
    case 'source':
      return [h('pre', {}, mail.source)];
    default:
      return [
        pairs(mail.envelope),
        h('h3', {}, 'What was said in its connection'),
        h('pre', {}, mail.transcript.join('\n')),
      ];
  }
}

function frame(mail) {
  const marks = chosen();
  return h('iframe', {
    title: 'The mail as a reader sees it',
    sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    referrerpolicy: 'no-referrer',
    class: marks.map((name) => `is-${name}`).join(' '),
    src: `/page/mails/${mail.number}/html${marks.includes('remote') ? '?remote=1' : ''}`,
  });
}

const pairs = (rows) =>
  h('table', { class: 'pairs' }, ...rows.map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, value))));

byId('dark').checked = matchMedia('(prefers-color-scheme: dark)').matches;
for (const name of options) byId(name).addEventListener('change', () => dispatchEvent(new Event('hashchange')));
