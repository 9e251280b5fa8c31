// What the model says of itself: its figures, one a parameter over the moments, and its calibration.

import { make } from '../charts/controls.js';
import { number } from '../charts/scales.js';
import { t } from '../texts.js';
import { Calibration } from './calibration.js';
import { Latest, diagnosticsAddress } from './models.js';
import { Traces, bars } from './traces.js';
import { facts, kinds, sentence, vectors } from './words.js';

const spread = 24; // moments asked for, to draw lines over all iterations
const patience = 1200; // milliseconds a fit may take to be asked for without being told to

export class Diagnostics {
  #moments = new Map();

  constructor(parts, study, models, signal) {
    Object.assign(this, parts, { study, models, signal });
    this.traces = new Traces(parts.traces);
    this.scales = new Traces(parts.scales);
    this.fill.addEventListener('click', () => {
      this.told = true;
      this.#fill();
    }, { signal });
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
    this.found = found;
    this.#drawLines();
    this.calibrationPart.hidden = !found.left_out;
    if (!found.left_out) return;
    this.calibration.set(found.left_out, this.study.metric);
    const { number: numbers, coverage, coverage90 } = found.left_out;
    this.coverage.textContent = t('{0} of {1} trials ({2} %) lie within the 90 % interval of what the others predict, {3} % within ±2σ, where 95 % should.',
      Math.round(coverage90 * numbers.length), numbers.length, number(100 * coverage90, 3), number(100 * coverage, 3));
  }

  #drawLines() {
    this.#drawVector(this.found);
    this.#drawScales(this.found);
  }

  #drawVector(found) {
    const vector = found.vectors[0];
    // A model without a figure a parameter has its facts alone.
    for (const part of [this.barList, this.traces.host, this.vectorHelp]) part.hidden = !vector;
    this.vectorTitle.textContent = vector ? this.vectorTitle.textContent : t('Facts');
    if (!vector) return;
    const look = vectors[vector.key];
    this.vectorTitle.textContent = look?.title() ?? vector.key;
    this.vectorHelp.textContent = look?.help() ?? '';
    bars(this.barList, vector, look?.log);
    this.traces.set(vector.names, this.#byTrials('vector'), look?.log, found.sequence);
  }

  #drawScales(found) {
    const scales = found.scales ?? [];
    this.scales.host.hidden = scales.length === 0 || this.#moments.size < 2;
    this.scales.set(scales.map(s => facts[s.key]?.() ?? s.key), this.#byTrials('scales'), true, found.sequence);
  }

  #keep(found) {
    if (found.status !== 'ready') return;
    const [vector, scales] = [found.vectors[0], found.scales ?? []];
    const isDrawn = typeof scales[0]?.lower === 'number';
    this.#moments.set(found.sequence, {
      vector: vector && { values: vector.values, lower: vector.lower, upper: vector.upper },
      scales: { values: scales.map(s => s.median), lower: isDrawn ? scales.map(s => s.lower) : null, upper: isDrawn ? scales.map(s => s.upper) : null },
    });
  }

  // The moments with how many trials had ended by then: what the model knew of is no measure, a model of one budget forgets trials of smaller ones.
  #byTrials(key) {
    const ends = this.player.sequences;
    return new Map([...this.#moments].filter(([, m]) => m[key])
      .map(([sequence, m]) => [sequence, { ended: ends.filter(end => end <= sequence).length, ...m[key] }]));
  }

  // Asks for evenly spread moments, coarse first, one by one, until something else is wanted, or it takes so long that a person should decide.
  async #fill() {
    const sequences = this.spare;
    if (!sequences?.length || this.filling) return;
    this.filling = true;
    try {
      const wanted = Array.from({ length: spread }, (_, k) => sequences[Math.round(k * (sequences.length - 1) / (spread - 1))]);
      const moments = [...new Set(halves(wanted))].filter(s => s !== undefined).map(s => diagnosticsAddress(this.study.id, s));
      for (const address of moments) {
        this.#tell(moments);
        if (this.models.has(address)) continue;
        if (this.spare !== sequences || this.signal.aborted || this.slow && !this.told) return;
        const began = performance.now();
        const found = await this.models.get(address, this.signal);
        if (!found) return;
        this.slow ||= found.status === 'ready' && performance.now() - began > patience;
        this.#keep(found);
        if (this.found) this.#drawLines();
      }
      this.#tell(moments);
    } finally {
      this.filling = false;
      this.fill.hidden = !this.slow || this.told || this.isWhole;
    }
  }

  // How many of the moments are there.
  #tell(moments) {
    const ready = moments.filter(address => this.models.has(address)).length;
    this.isWhole = ready === moments.length;
    this.progress.textContent = this.isWhole ? '' : t('{0} of {1} moments of the past are fitted.', ready, moments.length);
  }

  dispose() {
    this.watcher.disconnect();
    this.traces.dispose();
    this.scales.dispose();
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
