// The side of the bench: limits, faults, calls.
import { h, byId, post, timeOf } from './dom.js';

export function showBench(state) {
  const { rates } = state;
  const facts = [
    ['In the last second', rates.inBotWindow],
    ['Refusals', rates.refusals],
    ['Requests inside a ban', rates.insideABan, rates.insideABan > 0],
    ['Stars left', rates.stars],
    ['Bot closed for', rates.banSeconds ? `${rates.banSeconds} s` : 'open', rates.banSeconds > 0],
  ];
  byId('rates').replaceChildren(
    ...facts.map(([name, value, isBad]) => h('div', { class: isBad && 'is-bad' }, h('dt', {}, name), h('dd', {}, String(value)))),
  );
  byId('faults').replaceChildren(
    ...state.faults.map((rule) =>
      h('li', {}, rule.name, h('small', {}, `${rule.left ?? 'all'} to come, ${rule.hits} met`)),
    ),
  );
  byId('call-count').textContent = state.callCount || '';
  byId('calls').replaceChildren(...state.calls.map(showCall));
}

function showCall(call) {
  const outcome = call.status ?? (call.isDone ? 'closed' : 'open');
  const kind = call.status === 200 ? 'good' : call.status ? 'bad' : 'open';
  return h(
    'li',
    { title: call.error },
    h('b', { class: `status ${kind}` }, String(outcome)),
    h('span', {}, call.method, call.chat != null && h('small', {}, ` ${call.chat}`)),
    h('time', {}, timeOf(call.at)),
    call.error && h('small', { class: 'error' }, call.error),
  );
}

/** openChat() is the id of the open chat, or null. */
export function wireBench(openChat) {
  byId('fault').addEventListener('submit', (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    post('/page/faults', {
      name: form.get('name'),
      seconds: Number(form.get('seconds')) || 1,
      times: Number(form.get('times')) || 1,
      chat: form.get('here') ? openChat() : null,
    });
  });
  byId('clear-faults').addEventListener('click', () => post('/page/faults', { name: 'none' }));
}
