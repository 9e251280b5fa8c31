// The trials of a study in typed arrays, one a column: a row keeps its place, a changed trial is written over, a new one goes to the end.
// No value stands as NaN. `violation` is above 0 for trials that break an outcome constraint. Trials that search by shared weights, and are no candidates, have the number of their search. A categorical parameter holds the index of its choice; an architecture, which has no axis, its text.

export const states = ['running', 'paused', 'completed', 'stopped', 'failed', 'cancelled'];
export const completed = states.indexOf('completed');

const kinds = {
  number: Int32Array, state: Uint8Array, attempt: Uint16Array, value: Float64Array, budget: Float64Array, step: Float64Array,
  seconds: Float64Array, started: Float64Array, ended: Float64Array, sequence: Float64Array, search: Float64Array,
  violation: Float64Array,
};

export class Trials {
  size = 0;
  parameters = [];
  metrics = [];
  config = {};
  values = {};
  reason = [];
  #capacity = 256;
  #rows = new Map();
  #ascending = true;
  #order = null;

  constructor() {
    for (const [name, kind] of Object.entries(kinds)) this[name] = new kind(this.#capacity);
  }

  // Takes what `/columns` answered: the trials touched since the last time, column by column.
  apply(answer) {
    const count = answer.number.length;
    const rows = new Int32Array(count);
    for (let i = 0; i < count; i++) rows[i] = this.#rowFor(answer.number[i]);
    for (const name of Object.keys(kinds)) this.#write(this[name], rows, name === 'sequence' ? answer.sequence_of : answer[name], name === 'state');
    for (let i = 0; i < count; i++) this.reason[rows[i]] = answer.reason[i] ?? null;
    this.parameters = answer.parameters;
    this.metrics = answer.metrics;
    for (const parameter of answer.parameters) {
      const isText = parameter.type === 'architecture';
      this.#writeNamed(this.config, parameter.name, rows, answer.config[parameter.name], isText);
    }
    for (const metric of answer.metrics) this.#writeNamed(this.values, metric, rows, answer.values[metric], false);
    this.#order = null;
  }

  // False for a trial that breaks an outcome constraint of the study.
  isFeasible(row) {
    return !(this.violation[row] > 0);
  }

  rowOf(number) {
    return this.#rows.get(number) ?? -1;
  }

  parameter(name) {
    return this.parameters.find(p => p.name === name);
  }

  // Rows by their trials' numbers.
  order() {
    if (this.#order) return this.#order;
    this.#order = Int32Array.from({ length: this.size }, (_, i) => i);
    if (!this.#ascending) this.#order.sort((a, b) => this.number[a] - this.number[b]);
    return this.#order;
  }

  #rowFor(number) {
    const known = this.#rows.get(number);
    if (known !== undefined) return known;
    if (this.size === this.#capacity) this.#grow();
    if (this.size > 0 && number < this.number[this.size - 1]) this.#ascending = false;
    this.number[this.size] = number;
    this.#rows.set(number, this.size);
    return this.size++;
  }

  #grow() {
    this.#capacity *= 2;
    const wider = column => {
      if (Array.isArray(column)) return column;
      const copy = new column.constructor(this.#capacity);
      if (copy instanceof Float64Array) copy.fill(NaN);
      copy.set(column);
      return copy;
    };
    for (const name of Object.keys(kinds)) this[name] = wider(this[name]);
    for (const group of [this.config, this.values]) for (const name of Object.keys(group)) group[name] = wider(group[name]);
  }

  #writeNamed(group, name, rows, values, isText) {
    group[name] ??= isText ? [] : new Float64Array(this.#capacity).fill(NaN);
    if (values) this.#write(group[name], rows, values, false);
  }

  #write(column, rows, values, isState) {
    const isText = Array.isArray(column);
    for (let i = 0; i < rows.length; i++) {
      const value = values[i];
      column[rows[i]] = isState ? states.indexOf(value) : isText ? value : value ?? NaN;
    }
  }
}
