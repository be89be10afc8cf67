// Keeps the page as the emulator is: a list of chats, the open one, the bench. The address names what is open.
import { h, byId, getJson, post, toast, timeOf } from './dom.js';
import { showMessage, showDay } from './message.js';
import { showBench, wireBench } from './bench.js';

const states = {
  BlockedByUser: 'blocked',
  NeverStarted: 'not started',
  BotKicked: 'bot removed',
  NotAMember: 'not a member',
  Deactivated: 'deleted account',
  Migrated: 'migrated',
};

const asked = new Map();
let isBusy = false;
let isStale = false;
let drawn = '';

const openId = () => /^#\/chat\/(-?\d+)$/.exec(location.hash)?.[1] ?? null;
const path = (action) => `/page/chats/${openId()}/${action}`;

async function refresh() {
  if (isBusy) {
    isStale = true;
    return;
  }
  isBusy = true;
  try {
    do {
      isStale = false;
      const id = openId();
      const [state, chat] = await Promise.all([getJson('/page/state'), id ? getJson(`/page/chats/${id}`) : null]);
      byId('bot').textContent = '@' + state.bot;
      showChats(state.chats, id);
      showBench(state);
      showChat(chat);
      showAnswers(state.answers);
      if (chat?.unread && !document.hidden) post(`/page/chats/${id}/read`);
    } while (isStale);
  } catch {
    byId('about').textContent = 'The emulator does not answer.';
  } finally {
    isBusy = false;
  }
}

function showChats(chats, id) {
  byId('no-chats').hidden = chats.length > 0;
  const newest = [...chats].sort((a, b) => (b.lastDate ?? 0) - (a.lastDate ?? 0));
  byId('chats').replaceChildren(...newest.map((chat) => h('li', {}, entry(chat, String(chat.id) === id))));
}

function entry(chat, isOpen) {
  return h(
    'a',
    { href: `#/chat/${chat.id}`, 'aria-current': isOpen && 'page' },
    avatar(chat),
    h('strong', {}, chat.title),
    h('time', {}, chat.lastDate ? timeOf(chat.lastDate) : ''),
    h('span', { class: 'last' }, chat.last ?? 'No messages'),
    chat.state !== 'Open'
      ? h('small', { class: 'tag' }, states[chat.state] ?? chat.state)
      : chat.unread > 0 && h('b', { class: 'unread', title: 'Unread' }, String(chat.unread)),
  );
}

function avatar(chat) {
  const words = chat.title.split(/\s+/).filter(Boolean);
  const initials = words.length > 1 ? [...words[0]][0] + [...words.at(-1)][0] : [...(words[0] ?? '?')][0];
  return h('span', { class: `avatar hue${Math.abs(Number(chat.id)) % 6}`, 'aria-hidden': 'true' }, initials);
}

function showChat(chat) {
  document.body.dataset.view = location.hash === '#/bench' ? 'bench' : chat ? 'chat' : 'list';
  byId('write').hidden = !chat;
  // Drawn again only when it changed, so that an opened history stays open.
  const picture = JSON.stringify({ ...chat, unread: 0 });
  if (picture === drawn) return;
  const talk = byId('talk');
  const isAtEnd = talk.dataset.chat !== String(chat?.id) || talk.scrollHeight - talk.scrollTop - talk.clientHeight < 80;
  drawn = picture;
  talk.dataset.chat = String(chat?.id);
  byId('title').textContent = chat?.title ?? 'No chat is open';
  byId('about').textContent = chat
    ? `${chat.kind.toLowerCase()} ${chat.id}${chat.state === 'Open' ? '' : `, ${states[chat.state] ?? chat.state}`}`
    : 'Choose one on the left.';
  byId('actions').replaceChildren(...(chat ? actions(chat) : []));
  talk.replaceChildren(...(chat ? bubbles(chat) : []));
  if (isAtEnd) talk.scrollTop = talk.scrollHeight;
}

function bubbles(chat) {
  let last = '';
  return chat.messages.flatMap((message) => {
    const day = new Date(message.date).toDateString();
    const head = day === last ? [] : [showDay(message.date)];
    last = day;
    return [...head, showMessage(message, chat, press)];
  });
}

function actions(chat) {
  const act = (name, action) => h('button', { type: 'button', class: 'quiet', onclick: () => post(path(action)) }, name);
  const start = h('button', { type: 'button', class: 'quiet', onclick: () => post(path('write'), { text: '/start' }) }, 'Start');
  if (chat.kind === 'Private') {
    return [start, act('Location', 'location'), chat.state === 'BlockedByUser' ? act('Unblock', 'unblock') : act('Block', 'block')];
  }
  return chat.state === 'BotKicked' || chat.state === 'NotAMember'
    ? [act('Add bot', 'add')]
    : [chat.botRole !== 'Administrator' && act('Promote bot', 'promote'), act('Remove bot', 'remove')].filter(Boolean);
}

async function press(message, button) {
  if (button.data == null) return;
  const { query } = await post(path('press'), { message: message.id, data: button.data });
  if (query) asked.set(query, button.text);
}

/** What the bot says to a press of this page, as the app shows it. */
function showAnswers(answers) {
  for (const answer of answers.filter((given) => asked.has(given.query))) {
    if (answer.text) toast(answer.text);
    asked.delete(answer.query);
  }
}

byId('write').addEventListener('submit', (event) => {
  event.preventDefault();
  const { text } = event.target.elements;
  if (text.value.trim()) post(path('write'), { text: text.value });
  event.target.reset();
});

byId('open').addEventListener('submit', (event) => {
  event.preventDefault();
  location.hash = `#/chat/${event.target.elements.id.value}`;
  event.target.reset();
});

byId('show-bench').addEventListener('click', () => (location.hash = '#/bench'));
for (const back of document.querySelectorAll('[data-go]')) back.addEventListener('click', () => (location.hash = ''));
addEventListener('hashchange', refresh);
document.addEventListener('visibilitychange', refresh);
wireBench(() => (openId() ? Number(openId()) : null));

const events = new EventSource('/page/events');
events.addEventListener('message', refresh);
events.addEventListener('error', () => (byId('about').textContent = 'The emulator does not answer.'));
refresh();
