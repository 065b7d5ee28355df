// Elements from code. Whatever text they are given stays text: nothing here reads HTML.

/**
 * Makes an element.
 *
 * @param tag its name, with classes after dots: 'td.number'
 * @param properties attributes; functions become listeners, false and undefined are left out
 * @param children elements and texts; undefined ones are left out
 */
export function h(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== undefined));
  return element;
}

/** Changes an element's text, if it is another one: screen readers and selections keep their place. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Tells people who do not see the page. */
export function announce(text) {
  document.getElementById('news').textContent = text;
}

/** A sentence in place of what is not there. */
export function notice(title, text) {
  return h('div.notice', {}, h('p.title', {}, title), text === undefined ? undefined : h('p', {}, text));
}

/** What stands there until there is an answer. */
export function loading() {
  return h('div.notice.loading', {}, h('p', {}, 'Loading…'));
}

/** A labelled list of choices. */
export function choice(label, options, value, changed) {
  const select = h('select', { change: () => changed(select.value) },
    ...options.map(([key, text]) => h('option', { value: key }, text)));
  select.value = options.some(([key]) => key === value) ? value : options[0][0];
  return h('label.field', {}, h('span', {}, label), select);
}
