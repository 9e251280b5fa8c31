// What the model says of itself: its figures, one a parameter over the moments, and its calibration.

import { make } from '../charts/controls.js';
import { number } from '../charts/scales.js';
import { t } from '../texts.js';
import { Calibration } from './calibration.js';
import { Latest, diagnosticsAddress } from './models.js';
import { Traces, bars } from './traces.js';
import { facts, kinds, sentence, vectors } from './words.js';

const spread = 14; // moments asked for, to draw lines over all iterations

export class Diagnostics {
  #moments = new Map();

  constructor(parts, study, models, signal) {
    Object.assign(this, parts, { study, models, signal });
    this.traces = new Traces(parts.traces);
    this.calibration = new Calibration(parts.calibration);
    this.latest = new Latest(sequence => this.#serve(sequence));
    this.watcher = new IntersectionObserver(entries => {
      this.visible = entries.at(-1).isIntersecting;
      if (this.visible && this.spare) this.#fill();
    });
    this.watcher.observe(parts.panel);
  }

  show(sequence) {
    this.sequence = sequence;
    this.latest.want(sequence);
  }

  clear() {
    this.latest.drop();
    this.panel.hidden = true;
    for (const part of [this.said, this.kind]) part.textContent = '';
    this.list.replaceChildren();
  }

  // Nothing else is being fetched, and these are the moments there are: time for the lines.
  idle(sequences) {
    this.spare = sequences;
    if (this.visible) this.#fill();
  }

  busy() {
    this.spare = null;
  }

  async #serve(sequence) {
    const found = await this.models.get(diagnosticsAddress(this.study.id, sequence), this.signal);
    if (!found || found.status !== 'ready' || this.sequence !== sequence) return;
    this.#keep(found);
    this.panel.hidden = false;
    this.kind.textContent = kinds[found.kind]?.() ?? found.kind;
    this.said.textContent = sentence(found, this.study.parameters, this.study.metric);
    this.list.replaceChildren(...Object.entries(found.facts).map(([key, value]) =>
      make('div', {}, make('dt', { textContent: facts[key]?.() ?? key }), make('dd', { textContent: number(value, 3) }))));
    this.#drawVector(found);
    this.calibrationPart.hidden = !found.left_out;
    if (!found.left_out) return;
    this.calibration.set(found.left_out, this.study.metric);
    const inside = found.left_out.residual.filter(r => Math.abs(r) <= 2).length;
    this.coverage.textContent = t('{0} of {1} trials ({2} %) lie within ±2σ of what the others predict; 95 % would if the model were right.',
      inside, found.left_out.residual.length, number(100 * found.left_out.coverage, 3));
  }

  #drawVector(found) {
    const vector = found.vectors[0];
    // A model without a figure a parameter has its facts alone.
    for (const part of [this.bars, this.traces.host, this.vectorHelp]) part.hidden = !vector;
    this.vectorTitle.textContent = vector ? this.vectorTitle.textContent : t('Facts');
    if (!vector) return;
    const look = vectors[vector.key];
    this.vectorTitle.textContent = look?.title() ?? vector.key;
    this.vectorHelp.textContent = look?.help() ?? '';
    bars(this.bars, vector, look?.log);
    this.traces.set(vector.names, this.#byTrials(), look?.log, found.sequence);
  }

  #keep(found) {
    if (found.status === 'ready' && found.vectors[0]) this.#moments.set(found.sequence, found.vectors[0].values);
  }

  // The moments with how many trials had ended by then: what the model knew of is no measure, a model of one budget forgets trials of smaller ones.
  #byTrials() {
    const ends = this.player.sequences;
    return new Map([...this.#moments].map(([sequence, values]) => [sequence, { ended: ends.filter(end => end <= sequence).length, values }]));
  }

  // Asks for evenly spread moments, coarse first, one by one, until something else is wanted.
  async #fill() {
    const sequences = this.spare;
    if (!sequences?.length || this.filling) return;
    this.filling = true;
    try {
      const wanted = Array.from({ length: spread }, (_, k) => sequences[Math.round(k * (sequences.length - 1) / (spread - 1))]);
      for (const sequence of [...new Set(halves(wanted))].filter(s => s !== undefined)) {
        if (this.spare !== sequences || this.signal.aborted) return;
        const address = diagnosticsAddress(this.study.id, sequence);
        const isNew = !this.models.has(address);
        const found = await this.models.get(address, this.signal);
        if (!found) return;
        this.#keep(found);
        if (isNew && this.sequence !== undefined) this.latest.want(this.sequence);
      }
    } finally {
      this.filling = false;
    }
  }

  dispose() {
    this.watcher.disconnect();
    this.traces.dispose();
    this.calibration.dispose();
  }
}

// The ends first, then the middles of what is left.
function halves(list) {
  const order = [], queue = [[0, list.length - 1]];
  if (list.length > 0) order.push(list.at(-1), list[0]);
  while (queue.length > 0) {
    const [from, to] = queue.shift();
    if (to - from < 2) continue;
    const middle = (from + to) >> 1;
    order.push(list[middle]);
    queue.push([from, middle], [middle, to]);
  }
  return order;
}
