// Shows one message as a bubble.
import { h, isSafeLink, timeOf, dayOf } from './dom.js';
import { withEntities } from './entities.js';

const services = {
  new_chat_members: () => 'The bot was added',
  migrate_to_chat_id: (value) => `The group is now the supergroup ${value}`,
  migrate_from_chat_id: (value) => `This supergroup was the group ${value}`,
};

/** press(message, button) is called for a button with data. */
export function showMessage(message, chat, press) {
  if (message.service) {
    const tell = services[message.service] ?? (() => message.service);
    return h('p', { class: 'service' }, tell(message.serviceValue));
  }
  const side = message.isFromBot ? 'theirs' : 'mine';
  const isTold = chat.kind !== 'Private' && !message.isFromBot;
  return h(
    'article',
    { class: `message ${side}${message.isDeleted ? ' is-deleted' : ''}`, id: `m${message.id}` },
    h(
      'div',
      { class: 'bubble' },
      isTold && h('b', { class: 'from' }, message.from ?? chat.title),
      message.thread && h('small', { class: 'tag' }, `Topic ${message.thread}`),
      message.replyTo && h('small', { class: 'reply' }, `In reply to ${message.replyTo}`),
      ...content(message),
      h('footer', {}, ...marks(message)),
    ),
    keyboard(message, press),
  );
}

export const showDay = (ms) => h('p', { class: 'service' }, dayOf(ms));

function content(message) {
  const words = message.text && h('div', { class: 'text' }, withEntities(message.text, message.entities));
  return [
    message.photo && photo(message.photo),
    message.document && h('p', { class: 'file' }, message.document),
    message.location && h('p', { class: 'file' }, `Location ${message.location.join(', ')}`),
    words || null,
  ];
}

/** A picture that cannot be shown here leaves its address. */
function photo(address) {
  const frame = h('div', { class: 'photo' });
  const image = h('img', { src: address, alt: '', loading: 'lazy', referrerpolicy: 'no-referrer' });
  image.addEventListener('error', () => frame.replaceChildren(h('span', {}, 'Photo'), h('small', {}, address)));
  frame.append(image);
  return frame;
}

function marks(message) {
  return [
    message.isDeleted && h('span', {}, 'deleted'),
    message.album && h('span', { title: 'Part of an album' }, `album ${message.album}`),
    message.isSilent && h('span', { class: 'silent', title: 'Sent without sound' }, 'silent'),
    message.editedAt && history(message),
    h('time', { datetime: new Date(message.date).toISOString() }, timeOf(message.date)),
  ];
}

function history(message) {
  return h(
    'details',
    { class: 'history' },
    h('summary', { title: 'What it was before' }, `edited ${timeOf(message.editedAt)}`),
    ...message.earlier.map((old) =>
      h('div', { class: 'old' }, h('time', {}, timeOf(old.editedAt ?? old.date)), withEntities(old.text, old.entities)),
    ),
  );
}

function keyboard(message, press) {
  if (!message.buttons.length || message.isDeleted) return null;
  const row = (buttons) => h('div', { class: 'row' }, ...buttons.map((button) => key(message, button, press)));
  return h('div', { class: 'keyboard' }, ...message.buttons.map(row));
}

function key(message, button, press) {
  return isSafeLink(button.url)
    ? h('a', { href: button.url, target: '_blank', rel: 'noopener noreferrer', title: button.url }, button.text, ' ↗')
    : h('button', { type: 'button', title: button.data, onclick: () => press(message, button) }, button.text);
}
