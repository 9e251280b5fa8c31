// The trials of a study in the browser: one copy a study, shared by its charts, brought up to date by columns over HTTP.
// The server only says "sequence N"; what comes while a request is under way falls away but for the last.

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
  trials = new Map();
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
      while ((this.sequence < this.#wanted || !this.summary) && await this.#fetch());
    } finally {
      this.#busy = false;
    }
  }

  release() {
    if (--this.users > 0) return;
    this.#aborter.abort();
    sources.delete(this.studyId);
  }

  // True when nothing more happens in the study by itself.
  hasEnded() {
    return ['completed', 'stopped', 'failed'].includes(this.summary.state);
  }

  // Ended trials with a value, in the order in which models came to know them.
  ended() {
    const isEnded = t => t.value !== null && (t.state === 'completed' || t.state === 'stopped');
    return [...this.trials.values()].filter(isEnded).sort((a, b) => a.sequence - b.sequence);
  }

  // False when nothing came of it: the next "sequence N" tries again.
  async #fetch() {
    let delta;
    try {
      const response = await fetch(api(`${this.studyId}/columns?after=${this.sequence}`), { cache: 'no-cache', signal: this.#aborter.signal });
      if (!response.ok) return false;
      delta = await response.json();
    } catch {
      return false;
    }
    const moved = delta.sequence > this.sequence || !this.summary;
    for (let row = 0; row < delta.number.length; row++) this.trials.set(delta.number[row], trial(delta, row));
    this.sequence = delta.sequence;
    this.summary = delta.summary;
    for (const listener of this.#listeners) listener();
    return moved;
  }
}

// A row of the columns: settings of inactive parameters are left out, choices are texts.
function trial(delta, row) {
  const config = {};
  for (const { name, choices } of delta.parameters) {
    const setting = delta.config[name][row];
    if (setting !== null) config[name] = choices ? choices[setting] : setting;
  }
  return {
    number: delta.number[row], state: delta.state[row], value: delta.value[row], reason: delta.reason[row], sequence: delta.sequence_of[row], config,
  };
}
