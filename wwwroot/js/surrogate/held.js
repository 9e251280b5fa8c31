// The parameters that are not on an axis: each at the incumbent's value until its slider is moved.

import { make } from '../charts/controls.js';
import { t } from '../texts.js';
import { fromUnit, said, toUnit } from './axes.js';

const steps = 200;

export class Held {
  #rows = new Map();

  // `changed(given)` is told what is given: { name: value } without those at the incumbent.
  constructor(list, reset, signal, changed) {
    Object.assign(this, { list, reset, signal, changed, given: {} });
    reset.addEventListener('click', () => this.#give({}), { signal });
  }

  // The rows of these parameters.
  look(parameters, given) {
    const read = p => p.choices ? String(given[p.name]) : Number(given[p.name]);
    this.given = Object.fromEntries(parameters.filter(p => p.name in given).map(p => [p.name, read(p)]));
    this.#rows.clear();
    this.list.replaceChildren(...parameters.map(p => this.#row(p)));
    this.list.parentElement.hidden = parameters.length === 0;
    this.#mark();
  }

  // Where a model holds them: what is not given follows the incumbent, or is averaged over.
  show(at, averages) {
    for (const [name, row] of this.#rows) {
      const value = at[name];
      row.input.disabled = value === undefined && !(name in this.given);
      row.output.textContent = value === undefined ? t('off') : averages ? t('averaged') : said(value);
      if (value !== undefined && document.activeElement !== row.input) row.set(value);
    }
  }

  #row(parameter) {
    const { name, title, choices, type, low, high } = parameter;
    const output = make('output', {});
    const input = choices ? make('select', {}, ...choices.map(c => make('option', { value: c, textContent: c })))
      : make('input', { type: 'range', min: 0, max: type === 'int' && !parameter.log ? high - low || 1 : steps, step: 1 });
    const scale = Number(input.max);
    const set = choices ? value => { input.value = String(value); } : value => { input.value = Math.round(toUnit(parameter, value) * scale); };
    const read = choices ? () => input.value : () => fromUnit(parameter, Number(input.value) / scale);
    input.setAttribute('aria-label', t('{0} is held at', title));
    input.addEventListener('input', () => {
      output.textContent = said(read());
      input.setAttribute('aria-valuetext', output.textContent);
      this.#give({ ...this.given, [name]: read() });
    }, { signal: this.signal });
    const item = make('li', {}, make('span', { className: 'name', textContent: title, title }), output, input);
    this.#rows.set(name, { input, output, item, set });
    return item;
  }

  #give(given) {
    this.given = given;
    this.#mark();
    this.changed(given);
  }

  #mark() {
    for (const [name, { item }] of this.#rows) item.classList.toggle('given', name in this.given);
    this.reset.disabled = Object.keys(this.given).length === 0;
  }
}
