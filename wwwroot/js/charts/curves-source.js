// The learning curves of a study, fetched when the study has moved on, at most once a second; of several wishes during a request the last is served.

import { api } from './study-source.js';

const pace = 1000;

export class CurvesSource {
  answer = null;
  failed = false;
  #wish = null;
  #busy = false;
  #aborter = new AbortController();

  constructor(studyId, arrived) {
    this.studyId = studyId;
    this.arrived = arrived;
  }

  async want(metric, trials, sequence) {
    const wish = `${metric} ${trials} ${sequence}`;
    if (wish === this.asked) return;
    this.asked = wish;
    const query = new URLSearchParams({ limit: '200' });
    if (metric) query.set('metric', metric);
    if (trials) query.set('trials', trials);
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
      const response = await fetch(api(`${this.studyId}/curves?${query}`), { cache: 'no-cache', signal: this.#aborter.signal });
      this.failed = !response.ok;
      if (response.ok) this.answer = await response.json();
    } catch {
      this.failed = !this.#aborter.signal.aborted;
    }
    if (!this.#aborter.signal.aborted) this.arrived();
  }
}
