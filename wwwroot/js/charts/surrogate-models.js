// Models of a study over one parameter, fetched one at a time: of several wishes during a request only the last is served.
// A model at a sequence number never changes, so a small cache makes scrubbing and playing smooth.

import { api } from './study-source.js';

const capacity = 400;

export class SurrogateModels {
  #cache = new Map();
  #wish = null;
  #busy = false;
  #aborter = new AbortController();

  constructor(studyId, arrived) {
    this.studyId = studyId;
    this.arrived = arrived;
  }

  // Asks for the model; `arrived(model, wish)` is called with null where there is none yet.
  async want(parameter, sequence) {
    this.#wish = { parameter, sequence };
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#wish) {
        const wish = this.#wish;
        this.#wish = null;
        const began = performance.now();
        const model = await this.#load(wish);
        if (this.#aborter.signal.aborted) return;
        if (model !== undefined) this.arrived(model, wish);
        if (this.#wish) await this.#rest(performance.now() - began);
      }
    } finally {
      this.#busy = false;
    }
  }

  dispose() {
    this.#wish = null;
    this.#aborter.abort();
  }

  // At most four models a second; a slow server gets as long a rest as its answer took.
  #rest(took) {
    return new Promise(done => setTimeout(done, Math.min(2000, Math.max(250 - took, took))));
  }

  // Undefined when the request failed.
  async #load({ parameter, sequence }) {
    const key = `${sequence} ${parameter}`;
    if (this.#cache.has(key)) return this.#cache.get(key);
    try {
      const address = api(`${this.studyId}/surrogate?parameter=${encodeURIComponent(parameter)}&sequence=${sequence}`);
      const response = await fetch(address, { signal: this.#aborter.signal });
      if (!response.ok) return undefined;
      const model = response.status === 204 ? null : await response.json();
      this.#cache.set(key, model);
      if (this.#cache.size > capacity) this.#cache.delete(this.#cache.keys().next().value);
      return model;
    } catch {
      return undefined;
    }
  }
}

// A model between two of the same axis, for the movement from one to the next; t from 0 to 1.
export function between(from, to, t) {
  if (!from || t >= 1 || from.parameter !== to.parameter || from.x.length !== to.x.length) return to;
  const mix = (a, b) => a === null || b === null ? b : a + (b - a) * t;
  const blend = name => to[name].map((v, i) => mix(from[name][i], v));
  return { ...to, mean: blend('mean'), deviation: blend('deviation'), acquisition: blend('acquisition') };
}
