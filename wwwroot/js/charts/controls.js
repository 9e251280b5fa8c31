// The small controls of charts, made of the browser's own elements.

function make(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

export { make };

// A choice among [value, text]; set() changes what is on offer without losing the focus.
export function choice(parent, title, changed, signal) {
  const select = make('select', {});
  const field = make('label', { className: 'inline-field' }, title, select);
  let offered = '';
  select.addEventListener('change', () => changed(select.value), { signal });
  parent.append(field);
  return {
    field,
    set(options, value) {
      const key = JSON.stringify(options);
      if (key !== offered) select.replaceChildren(...options.map(([v, text]) => make('option', { value: v, textContent: text })));
      offered = key;
      select.value = value;
    },
  };
}

export function toggle(parent, title, changed, signal) {
  const box = make('input', { type: 'checkbox' });
  const field = make('label', { className: 'check' }, box, title);
  box.addEventListener('change', () => changed(box.checked), { signal });
  parent.append(field);
  return { field, box };
}

const drawings = {
  zoom: 'M10.5 4a6.5 6.5 0 1 0 4.1 11.5l4.7 4.7M10.5 7.5v6m-3-3h6',
  pan: 'M12 3v18M3 12h18M12 3l-2.5 2.5M12 3l2.5 2.5M12 21l-2.5-2.5M12 21l2.5-2.5M3 12l2.5-2.5M3 12l2.5 2.5M21 12l-2.5-2.5M21 12l-2.5 2.5',
  select: 'M4 8V4h4m4 0h4m4 4V4h-4M4 12v4m0 4h4m-4-4v4m8 0h4m4-8v4m0 0v4h-4',
  reset: 'M5 12a7 7 0 1 0 2.3-5.2M5 4v4h4',
};

export function iconButton(parent, icon, title, clicked, signal) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', drawings[icon]);
  svg.append(path);
  const button = make('button', { type: 'button', className: 'tool', title }, svg);
  button.setAttribute('aria-label', title);
  button.addEventListener('click', clicked, { signal });
  parent.append(button);
  return button;
}

export function textButton(parent, text, title, clicked, signal) {
  const button = make('button', { type: 'button', className: 'tool word', title, textContent: text });
  button.setAttribute('aria-label', `${text}: ${title}`);
  button.addEventListener('click', clicked, { signal });
  parent.append(button);
  return button;
}

// A legend whose entries switch their series off and on: [key, text].
export function legend(parent, entries, hidden, changed, signal) {
  const list = make('ul', { className: 'legend' });
  for (const [key, text] of entries) {
    const button = make('button', { type: 'button' }, make('i', { className: `key ${key}` }), text);
    const show = () => button.setAttribute('aria-pressed', String(!hidden.has(key)));
    button.addEventListener('click', () => {
      if (!hidden.delete(key)) hidden.add(key);
      show();
      changed();
    }, { signal });
    show();
    list.append(make('li', {}, button));
  }
  parent.append(list);
}
