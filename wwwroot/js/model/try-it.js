// Try a model: draw, drop a picture, take an example or fill in a row. ONNX Runtime on the server answers.

import { t } from '../texts.js';
import { make } from '../network/words.js';
import { Canvas, paint } from './canvas.js';

const bars = 6; // classes that are shown
const figure = value => Number(Number(value).toPrecision(6)).toLocaleString('en', { maximumFractionDigits: 8 });
const patience = 160; // milliseconds of rest before what is being typed or drawn is asked about

export function create(root, options) {
  return new Trial(root, options);
}

class Trial {
  #aborter = new AbortController();
  #asking = null;
  #page = 0;
  #truth = null;

  constructor(root, { address, shape, classes }) {
    Object.assign(this, { root, address, shape, classes });
    this.parts = Object.fromEntries([...root.querySelectorAll('[data-part]')].map(node => [node.dataset.part, node]));
    const signal = this.#aborter.signal;
    root.addEventListener('click', event => {
      const action = event.target.closest('[data-do]')?.dataset.do;
      if (action === 'clear') this.#clear();
      if (action === 'more') this.#samples(this.#page + 1);
    }, { signal });
    if (this.parts.canvas) this.#pictures(signal);
    if (this.parts.row) this.#rows(signal);
    this.#samples(0);
  }

  dispose() {
    this.#aborter.abort();
    clearTimeout(this.timer);
  }

  #pictures(signal) {
    this.canvas = new Canvas(this.parts.canvas, this.shape, signal, () => {
      this.parts.hint.hidden = true;
      this.#soon(() => this.#askPixels(this.canvas.pixels(), null));
    });
    const send = file => file && this.#askFile(file);
    this.parts.file.addEventListener('change', () => send(this.parts.file.files[0]), { signal });
    this.parts.invert.addEventListener('change', () => this.file && this.#askFile(this.file), { signal });
    for (const name of ['dragover', 'dragleave', 'drop']) this.parts.drop.addEventListener(name, event => {
      event.preventDefault();
      this.parts.drop.classList.toggle('over', name === 'dragover');
      if (name === 'drop') send(event.dataTransfer.files[0]);
    }, { signal });
    // A picture from the clipboard, wherever on the page it is pasted.
    document.addEventListener('paste', event => send([...event.clipboardData?.files ?? []].find(f => f.type.startsWith('image/'))), { signal });
  }

  #rows(signal) {
    this.parts.row.addEventListener('submit', event => event.preventDefault(), { signal });
    this.parts.row.addEventListener('input', () => this.#soon(() => {
      this.#truth = null;
      this.#askRow();
    }), { signal });
    this.#askRow();
  }

  #clear() {
    this.canvas.clear();
    this.file = null;
    this.parts.file.value = '';
    this.parts.hint.hidden = false;
    this.parts.seen.getContext('2d').clearRect(0, 0, this.parts.seen.width, this.parts.seen.height);
    this.#show([make('p', { class: 'muted' }, t('The prediction appears here.'))]);
  }

  #soon(work) {
    clearTimeout(this.timer);
    this.timer = setTimeout(work, patience);
  }

  #askPixels(pixels, truth) {
    this.#truth = truth;
    paint(this.parts.seen, pixels, this.shape);
    this.#ask('application/json', JSON.stringify({ rows: [Array.from(pixels, p => Number((p / 255).toPrecision(7)))] }));
  }

  #askFile(file) {
    this.file = file;
    this.#truth = null;
    this.parts.hint.hidden = true;
    this.canvas.show(file);
    this.#ask(file.type || 'application/octet-stream', file, `?invert=${this.parts.invert.checked}`);
  }

  #askRow() {
    const cells = Object.fromEntries([...this.parts.row.querySelectorAll('[data-field]')].map(f => [f.dataset.field, f.value]));
    this.#ask('application/json', JSON.stringify({ rows: [cells] }));
  }

  // Only the last question counts: an answer to an earlier one is not shown.
  async #ask(type, body, query = '') {
    this.#asking?.abort();
    const asking = this.#asking = new AbortController();
    const truth = this.#truth;
    this.parts.result.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(new URL(`${this.address}/predict${query}`, document.baseURI), {
        method: 'POST', headers: { 'Content-Type': type }, body, signal: AbortSignal.any([asking.signal, this.#aborter.signal]),
      });
      const answer = await response.json();
      if (!response.ok) this.#show([make('p', { class: 'notice bad' }, this.#fault(answer))]);
      else this.#answer(answer, truth);
    } catch (error) {
      if (error.name !== 'AbortError') this.#show([make('p', { class: 'notice bad' }, t('The studio did not answer; try again.'))]);
    } finally {
      if (this.#asking === asking) this.parts.result.removeAttribute('aria-busy');
    }
  }

  // Of a row's faults those of its fields are marked there; one is told in words.
  #fault(problem) {
    const faults = Object.entries(problem.errors ?? {});
    for (const field of this.parts.row?.querySelectorAll('[data-field]') ?? [])
      field.closest('.field')?.classList.toggle('faulty', faults.some(([place]) => place.endsWith(`.${field.dataset.field}`)));
    if (!faults.length) return problem.detail ?? problem.title;
    return faults.map(([place, [message]]) => `${place.replace(/^rows\[\d+\]\.?/, '')}${place.includes('.') ? ': ' : ''}${message}`).join(' ');
  }

  #answer({ results: [prediction], seen }, truth) {
    for (const field of this.root.querySelectorAll('.field.faulty')) field.classList.remove('faulty');
    if (seen) paint(this.parts.seen, Uint8Array.from(atob(seen), c => c.charCodeAt(0)), this.shape);
    if (prediction.value !== null) {
      this.#show([make('p', { class: 'prediction' }, make('strong', {}, figure(prediction.value))), this.#judged(truth === null ? null : t('the data say {0}', figure(truth)), null)]);
      return;
    }
    const ranked = prediction.probabilities.map((p, i) => ({ p, name: this.classes[i] })).sort((a, b) => b.p - a.p);
    const list = make('ol', { class: 'bars' });
    for (const { p, name } of ranked.slice(0, bars)) {
      const fill = make('i');
      fill.style.width = `${100 * p}%`;
      list.append(make('li', name === truth ? { class: 'truth' } : {}, make('span', { class: 'name', title: name }, name), make('span', { class: 'bar', 'aria-hidden': 'true' }, fill),
        make('span', { class: 'numeric' }, `${(100 * p).toFixed(1)} %`)));
    }
    const right = truth === null ? null : truth === prediction.label;
    this.#show([make('p', { class: 'prediction' }, make('strong', {}, prediction.label), ` ${(100 * ranked[0].p).toFixed(1)} %`),
      this.#judged(truth === null ? null : right ? t('right: the data say {0}', truth) : t('wrong: the data say {0}', truth), right), list]);
  }

  #judged(text, right) {
    return text && make('p', { class: right === null ? 'muted' : right ? 'judged good' : 'judged bad' }, text);
  }

  #show(nodes) {
    this.parts.result.replaceChildren(...nodes.filter(Boolean));
  }

  async #samples(page) {
    this.#page = page;
    const take = this.parts.canvas ? 16 : 6;
    try {
      const response = await fetch(new URL(`${this.address}/samples?page=${page}&take=${take}`, document.baseURI), { signal: this.#aborter.signal });
      const body = await response.json();
      if (!response.ok) {
        this.parts.samples.replaceChildren(make('p', { class: 'fine-print' }, body.detail ?? body.title));
        return;
      }
      this.parts['samples-title'].textContent = body.part === 'test' ? t('Examples of the test part') : t('Examples of the validation part');
      this.parts.samples.replaceChildren(...body.samples.map(sample => make('div', { role: 'listitem' }, this.#sample(sample))));
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    }
  }

  #sample(sample) {
    const button = make('button', { type: 'button', class: 'sample', 'aria-label': t('Example {0}, {1}', sample.index, sample.truth) });
    if (sample.pixels) {
      const pixels = Uint8Array.from(atob(sample.pixels), c => c.charCodeAt(0));
      const thumb = make('canvas', { width: this.shape[2], height: this.shape[1], 'aria-hidden': 'true' });
      paint(thumb, pixels, this.shape);
      button.append(thumb, make('span', { 'aria-hidden': 'true' }, sample.truth));
      button.addEventListener('click', () => {
        this.file = null;
        this.parts.hint.hidden = true;
        this.canvas.put(pixels);
        this.#askPixels(pixels, sample.truth);
      });
    } else {
      button.append(make('span', { 'aria-hidden': 'true' }, sample.truth));
      button.addEventListener('click', () => {
        for (const field of this.parts.row.querySelectorAll('[data-field]')) field.value = sample.cells[field.dataset.field] ?? '';
        this.#truth = sample.truth;
        this.#askRow();
      });
    }
    return button;
  }
}
