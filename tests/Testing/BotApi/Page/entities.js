// Shows a text with its entities. Offsets count UTF-16 units, as strings do here.
import { h, isSafeLink } from './dom.js';

export function withEntities(text, entities) {
  const fragment = document.createDocumentFragment();
  render(fragment, text, 0, text.length, entities);
  return fragment;
}

/** The entities come outer first and nest; what sticks out of its parent is cut. */
function render(parent, text, start, end, entities) {
  let position = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const from = Math.max(entity.offset, position);
    const to = Math.min(entity.offset + entity.length, end);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < to) next++;
    if (to > from) {
      parent.append(text.slice(position, from));
      const element = make(entity, text.slice(from, to));
      render(element.inner ?? element, text, from, to, entities.slice(index + 1, next));
      parent.append(element.outer ?? element);
      position = to;
    }
    index = Math.max(next, index + 1);
  }
  parent.append(text.slice(position, end));
}

function make(entity, content) {
  switch (entity.type) {
    case 'bold':
      return h('strong');
    case 'italic':
      return h('em');
    case 'underline':
      return h('u');
    case 'strikethrough':
      return h('s');
    case 'spoiler':
      return h('span', { class: 'spoiler', tabindex: 0, onclick: (e) => e.currentTarget.classList.add('is-open') });
    case 'blockquote':
      return h('blockquote');
    case 'expandable_blockquote':
      return h('blockquote', { class: 'expandable', tabindex: 0, onclick: (e) => e.currentTarget.classList.toggle('is-open') });
    case 'code':
      return h('code');
    case 'pre': {
      const inner = h('code');
      return { inner, outer: h('pre', { title: entity.language }, inner) };
    }
    case 'text_link':
      return link(entity.url);
    case 'url':
      return link(content);
    case 'email':
      return link('mailto:' + content);
    default:
      return h('span', { class: 'entity' });
  }
}

function link(url) {
  return isSafeLink(url)
    ? h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', title: url })
    : h('span', { class: 'entity' });
}
