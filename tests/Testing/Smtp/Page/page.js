// Keeps the page as the server is: a list of mails, the open one, the bench. The address names what is open.
import { h, byId, getJson, post, timeOf } from './dom.js';
import { showMail } from './mail.js';

let isBusy = false;
let isStale = false;

async function refresh() {
  if (isBusy) {
    isStale = true;
    return;
  }
  isBusy = true;
  try {
    do {
      isStale = false;
      const state = await getJson('/page/state');
      const [, number, view] = /^#\/mail\/(\d+)(?:\/(\w+))?$/.exec(location.hash) ?? [];
      document.body.dataset.view = location.hash === '#/bench' ? 'bench' : number ? 'mail' : 'list';
      showList(state, Number(number));
      showBench(state);
      await showMail(number, view);
    } while (isStale);
  } catch {
    byId('taken').textContent = 'The server does not answer.';
  } finally {
    isBusy = false;
  }
}

function showList(state, open) {
  byId('taken').textContent = `${state.taken} taken on port ${state.port}`;
  byId('no-mails').hidden = state.mails.length > 0;
  byId('mails').replaceChildren(...state.mails.map((mail) => h('li', {}, entry(mail, mail.number === open))));
}

function entry(mail, isOpen) {
  return h(
    'a',
    { href: `#/mail/${mail.number}`, 'aria-current': isOpen && 'page' },
    h('strong', {}, mail.to),
    h('time', {}, timeOf(mail.at)),
    h('span', { class: 'subject', dir: 'auto' }, mail.subject || '(no subject)'),
    h('span', {}, mail.from),
    !mail.isAnswered && h('span', { class: 'untold' }, 'Taken, but the client was not told'),
  );
}

function showBench(state) {
  const counters = [
    ['Open now', state.open],
    ['Most at once', state.most],
    ['Opened so far', state.opened],
    ['Faults injected', state.injected],
  ];
  byId('counters').replaceChildren(
    ...counters.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, String(value)))),
  );
  byId('faults').replaceChildren(
    ...state.faults.map((rule) =>
      h('li', {}, rule.what, h('small', {}, `at ${rule.at}, ${rule.left === null ? 'always' : `${rule.left} to come`}`)),
    ),
  );
  byId('no-violations').hidden = state.violations.length > 0;
  byId('violations').replaceChildren(
    ...state.violations.map((broken) =>
      h('li', {}, broken.rule, h('small', {}, `${broken.detail}, connection ${broken.connection}`)),
    ),
  );
}

byId('fault').addEventListener('submit', (event) => {
  event.preventDefault();
  const { name, times, recipient } = event.target.elements;
  post('/page/faults', { name: name.value, times: times.valueAsNumber || 1, recipient: recipient.value });
});
byId('clear-faults').addEventListener('click', () => post('/page/faults', { name: 'none' }));
byId('forget').addEventListener('click', () => {
  post('/page/forget');
  location.hash = '';
});
byId('show-bench').addEventListener('click', () => (location.hash = '#/bench'));
for (const back of document.querySelectorAll('[data-go]')) back.addEventListener('click', () => (location.hash = ''));
addEventListener('hashchange', refresh);

const events = new EventSource('/page/events');
events.addEventListener('message', refresh);
events.addEventListener('error', () => (byId('taken').textContent = 'The server does not answer.'));
refresh();
