// What the server computes of a study's trials, as learning curves, fetched when the study has moved on, at most once a second; of several wishes
// during a request the last is served.

import { api } from './study-source.js';

const pace = 1000;

export class Answers {
  answer = null;
  failed = false;
  #wish = null;
  #busy = false;
  #aborter = new AbortController();

  constructor(studyId, path, arrived) {
    Object.assign(this, { studyId, path, arrived });
  }

  // Asks with these parameters, of which empty ones are left out, unless this was asked at this sequence number already.
  async want(parameters, sequence) {
    const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
    const wish = `${query} ${sequence}`;
    if (wish === this.asked) return;
    this.asked = wish;
    this.#wish = query;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#wish && !this.#aborter.signal.aborted) {
      const next = this.#wish;
      this.#wish = null;
      await this.#fetch(next);
      if (this.#wish) await new Promise(done => setTimeout(done, pace));
    }
    this.#busy = false;
  }

  dispose() {
    this.#aborter.abort();
  }

  async #fetch(query) {
    try {
      const response = await fetch(api(`${this.studyId}/${this.path}?${query}`), { cache: 'no-cache', signal: this.#aborter.signal });
      this.failed = !response.ok;
      if (response.ok) this.answer = await response.json();
    } catch {
      this.failed = !this.#aborter.signal.aborted;
    }
    if (!this.#aborter.signal.aborted) this.arrived();
  }
}
