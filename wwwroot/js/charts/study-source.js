// The trials of a study in the browser: one copy a study, shared by its charts, brought up to date by deltas over HTTP.
// The server only says "sequence N"; what comes while a request is under way, or soon after, falls away but for the last.

import { Trials, completed, states } from './trials.js';

// Milliseconds between the starts of two requests at least. The server speaks four times a second: shorter than that, so that no message has to wait.
const pace = 150;
const sources = new Map();

export function acquire(studyId) {
  let source = sources.get(studyId);
  if (!source) sources.set(studyId, source = new StudySource(studyId));
  source.users++;
  return source;
}

export const api = path => new URL(`api/v1/studies/${path}`, document.baseURI);

class StudySource {
  users = 0;
  sequence = 0;
  summary = null;
  total = 0;
  failed = false;
  version = 0; // of the trials: one more with each answer
  trials = new Trials();
  #wanted = 0;
  #busy = false;
  #listeners = new Set();
  #aborter = new AbortController();

  constructor(studyId) {
    this.studyId = studyId;
  }

  // Calls back now, if there is anything yet, and after every change, until the returned function is called.
  listen(callback) {
    this.#listeners.add(callback);
    if (this.summary) callback();
    return () => this.#listeners.delete(callback);
  }

  async update(sequence) {
    this.#wanted = Math.max(this.#wanted, sequence);
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.sequence < this.#wanted || !this.summary) {
        const began = performance.now();
        if (!await this.#fetch()) break;
        await new Promise(done => setTimeout(done, Math.max(0, pace - (performance.now() - began))));
      }
    } finally {
      this.#busy = false;
    }
  }

  release() {
    if (--this.users > 0) return;
    this.#aborter.abort();
    sources.delete(this.studyId);
  }

  // 1 when smaller values of the first objective are better, −1 when larger ones are.
  get sign() {
    return this.summary?.direction === 'maximize' ? -1 : 1;
  }

  // The column of an objective; that of one which no trial has reported yet is empty.
  valuesOf({ metric }) {
    return metric === this.summary.metric ? this.trials.value : this.trials.values[metric] ?? new Float64Array(this.trials.size).fill(NaN);
  }

  // Rows of completed trials that keep every outcome constraint and have a value of every objective, by number.
  completedOf() {
    const columns = this.summary.objectives.map(o => this.valuesOf(o));
    return this.trials.order().filter(row => this.trials.state[row] === completed && this.trials.isFeasible(row) && columns.every(column => !Number.isNaN(column[row])));
  }

  // True when nothing more happens in the study by itself.
  hasEnded() {
    return ['completed', 'stopped', 'failed'].includes(this.summary.state);
  }

  // Ended trials with a value, in the order in which models came to know them.
  ended() {
    const { size, state, value, number, sequence } = this.trials;
    const found = [];
    for (let row = 0; row < size; row++) {
      const isEnded = state[row] === completed || states[state[row]] === 'stopped';
      if (isEnded && !Number.isNaN(value[row])) found.push({ number: number[row], value: value[row], sequence: sequence[row] });
    }
    return found.sort((a, b) => a.sequence - b.sequence);
  }

  // False when nothing came of it: the next "sequence N" tries again.
  async #fetch() {
    let answer = null;
    try {
      const response = await fetch(api(`${this.studyId}/columns?after=${this.sequence}`), { cache: 'no-cache', signal: this.#aborter.signal });
      if (response.ok) answer = await response.json();
    } catch {
      if (this.#aborter.signal.aborted) return false;
    }
    this.failed = answer === null;
    const moved = answer !== null && (answer.sequence > this.sequence || !this.summary);
    if (answer) this.#take(answer);
    for (const listener of this.#listeners) listener();
    return moved;
  }

  #take(answer) {
    this.trials.apply(answer);
    this.version++;
    ({ sequence: this.sequence, summary: this.summary } = answer);
    this.total = Math.max(this.trials.size, this.summary.trials);
  }
}
