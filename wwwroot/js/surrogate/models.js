// Models of a study, fetched over HTTP. What a model said at a past moment never changes, so what was fetched is kept; of several wishes during a
// request only the last is served; what is fetched ahead gives way to what is looked at.

const capacity = 300;

export const api = path => new URL(`api/v1/studies/${path}`, document.baseURI);

export function cutAddress(studyId, { p, q, at, sequence }) {
  const query = new URLSearchParams({ parameter: p, sequence });
  if (q) query.set('and', q);
  for (const [name, value] of Object.entries(at)) if (name !== p && name !== q) query.set(`at.${name}`, value);
  return api(`${studyId}/surrogate?${query}`).href;
}

export const diagnosticsAddress = (studyId, sequence) => api(`${studyId}/surrogate/diagnostics?sequence=${sequence}`).href;

export const minimumAddress = (studyId, sequence) => api(`${studyId}/surrogate/minimum?sequence=${sequence}`).href;

export class Models {
  #kept = new Map();
  #under = new Map();

  // The answer; null when the request failed or was given up.
  async get(address, signal) {
    if (this.#kept.has(address)) return this.#kept.get(address);
    if (this.#under.has(address)) return this.#under.get(address);
    const answer = this.#fetch(address, signal);
    this.#under.set(address, answer);
    try {
      return await answer;
    } finally {
      this.#under.delete(address);
    }
  }

  has(address) {
    return this.#kept.has(address);
  }

  async #fetch(address, signal) {
    try {
      const response = await fetch(address, { signal });
      if (!response.ok) return null;
      const model = await response.json();
      this.#kept.set(address, model);
      if (this.#kept.size > capacity) this.#kept.delete(this.#kept.keys().next().value);
      return model;
    } catch {
      return null;
    }
  }
}

// Serves the last of many wishes: one request at a time, the next when it is over.
export class Latest {
  #wish = null;
  #busy = false;

  constructor(serve) {
    this.serve = serve;
  }

  async want(wish) {
    this.#wish = wish;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#wish !== null) {
        const next = this.#wish;
        this.#wish = null;
        await this.serve(next);
      }
    } finally {
      this.#busy = false;
    }
  }

  drop() {
    this.#wish = null;
  }
}
