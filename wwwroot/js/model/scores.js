// How a model does on data that no training saw: where it takes one class for another, or how far its values are off.

import { t } from '../texts.js';
import { element } from '../charts/svg.js';
import { linear, number, padded } from '../charts/scales.js';
import { make } from '../network/words.js';
import { Plot } from './plot.js';

export function create(host, { address, classes }) {
  const view = new Scores(host, classes);
  view.load(address);
  return view;
}

class Scores {
  #aborter = new AbortController();

  constructor(host, classes) {
    Object.assign(this, { host, classes });
  }

  async load(address) {
    try {
      const response = await fetch(new URL(address, document.baseURI), { signal: this.#aborter.signal });
      if (!response.ok) return;
      const evaluation = await response.json();
      if (evaluation.classes) this.#confusion(evaluation.classes);
      else this.#residuals(evaluation.values);
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    }
  }

  #confusion(scores) {
    const box = make('input', { type: 'checkbox', checked: '' });
    const legend = make('label', { class: 'check' }, box, t('share of each true class'));
    const host = make('div', { class: 'model-plot confusion', role: 'img', 'aria-label': t('Confusion matrix: rows are true classes, columns predicted ones') });
    this.host.append(make('div', { class: 'plot-tools' }, make('h3', {}, t('Confusion')), legend), host);
    this.plot = new Confusion(host, scores, this.classes);
    box.addEventListener('change', () => {
      this.plot.normalised = box.checked;
      this.plot.redraw();
    });
  }

  #residuals(scores) {
    const host = make('div', { class: 'model-plot residuals', role: 'img', 'aria-label': t('Residuals over predictions') });
    this.host.append(make('div', { class: 'plot-tools' }, make('h3', {}, t('Prediction minus truth'))), host);
    this.plot = new Residuals(host, scores.points);
  }

  dispose() {
    this.#aborter.abort();
    this.plot?.dispose();
    this.host.replaceChildren();
  }
}

const mostShown = 30;

class Confusion extends Plot {
  normalised = true;

  constructor(host, scores, classes) {
    super(host);
    this.totals = scores.per_class.map(c => c.support);
    // Where there are many classes, those that are taken for others most often.
    const wrong = new Map();
    for (const [truth, guess, count] of scores.confusion) if (truth !== guess)
      for (const index of [truth, guess]) wrong.set(index, (wrong.get(index) ?? 0) + count);
    const all = classes.map((_, i) => i);
    this.shown = classes.length <= mostShown ? all
      : all.sort((a, b) => (wrong.get(b) ?? 0) - (wrong.get(a) ?? 0)).slice(0, mostShown).sort((a, b) => a - b);
    this.names = classes;
    this.counts = new Map(scores.confusion.map(([truth, guess, count]) => [`${truth} ${guess}`, count]));
    this.at = [0, -1];
    this.across = this.shown.length;
  }

  draw() {
    const n = this.shown.length;
    const longest = Math.max(...this.shown.map(i => this.names[i].length));
    const labels = Math.min(110, 12 + longest * 6.6);
    this.left = labels + 18;
    this.top = 12;
    this.cell = Math.min((this.width - this.left - 8) / n, (this.height - this.top - 46) / n, 44);
    this.shown.forEach((truth, row) => {
      const y = this.top + (row + 0.5) * this.cell;
      this.#name(truth, { x: this.left - 8, y, 'text-anchor': 'end', dy: '.34em' }, labels / 6.6);
      this.#name(truth, { x: this.left + (row + 0.5) * this.cell, y: this.top + n * this.cell + 14, 'text-anchor': 'middle' }, this.cell / 6.2);
      this.shown.forEach((guess, column) => this.#cell(truth, guess, row, column));
    });
    const bottom = this.top + n * this.cell;
    this.text('axis-title', t('predicted'), { x: this.left + n * this.cell / 2, y: bottom + 32, 'text-anchor': 'middle' });
    this.text('axis-title', t('true'), { transform: `translate(10 ${this.top + n * this.cell / 2}) rotate(-90)`, 'text-anchor': 'middle' });
    this.cursor = element(this.svg, 'rect', { class: 'cell-cursor', rx: 3, visibility: 'hidden' });
  }

  #name(index, attributes, room) {
    const name = this.names[index];
    const most = Math.max(1, Math.floor(room));
    if (this.cell < 9) return;
    this.text('tick', name.length > most ? `${name.slice(0, most - 1)}…` : name, attributes);
  }

  #cell(truth, guess, row, column) {
    const count = this.counts.get(`${truth} ${guess}`) ?? 0;
    const share = this.totals[truth] ? count / this.totals[truth] : 0;
    const weight = this.normalised ? share : count / Math.max(...this.counts.values());
    const [x, y] = [this.left + column * this.cell, this.top + row * this.cell];
    const gap = this.cell > 12 ? 1 : 0.5;
    element(this.svg, 'rect', { class: 'cell-ground', x: x + gap, y: y + gap, width: this.cell - 2 * gap, height: this.cell - 2 * gap, rx: 3 });
    if (!count) return;
    element(this.svg, 'rect', {
      class: truth === guess ? 'cell right' : 'cell wrong', x: x + gap, y: y + gap, width: this.cell - 2 * gap, height: this.cell - 2 * gap, rx: 3,
      'fill-opacity': 0.12 + 0.88 * weight,
    });
    if (this.cell < 24) return;
    const text = this.normalised ? (share >= 0.995 ? '1' : share.toFixed(2).slice(1)) : String(count);
    this.text(weight > 0.55 ? 'cell-text strong' : 'cell-text', text, { x: x + this.cell / 2, y: y + this.cell / 2, dy: '.34em', 'text-anchor': 'middle' });
  }

  point(x, y) {
    const [column, row] = [Math.floor((x - this.left) / this.cell), Math.floor((y - this.top) / this.cell)];
    const inside = column >= 0 && row >= 0 && column < this.shown.length && row < this.shown.length;
    if (!inside) return this.hide();
    this.#tell(row, column);
  }

  step(move) {
    const last = this.shown.length ** 2 - 1;
    const index = Math.min(last, Math.max(0, this.at[0] * this.shown.length + this.at[1] + move));
    this.#tell(Math.floor(index / this.shown.length), index % this.shown.length);
  }

  #tell(row, column) {
    this.at = [row, column];
    const [truth, guess] = [this.shown[row], this.shown[column]];
    const count = this.counts.get(`${truth} ${guess}`) ?? 0;
    const [x, y] = [this.left + column * this.cell, this.top + row * this.cell];
    for (const [name, value] of Object.entries({ x, y, width: this.cell, height: this.cell, visibility: 'visible' })) this.cursor.setAttribute(name, value);
    this.show(x + this.cell / 2, y + this.cell / 2, t('true {0}, predicted {1}', this.names[truth], this.names[guess]), [
      [t('examples'), t('{0} of {1}', count, this.totals[truth])], [t('share'), `${(100 * count / Math.max(1, this.totals[truth])).toFixed(1)} %`],
    ]);
  }
}

class Residuals extends Plot {
  constructor(host, points) {
    super(host);
    this.across = 10;
    this.points = points.map(([truth, guess]) => ({ truth, guess, error: guess - truth })).sort((a, b) => a.guess - b.guess);
  }

  draw() {
    const area = { left: 58, right: this.width - 12, top: 24, bottom: this.height - 42 };
    const most = Math.max(...this.points.map(p => Math.abs(p.error)), 1e-12) * 1.06;
    this.x = linear(padded(this.points.map(p => p.guess)), [area.left, area.right]);
    this.y = linear([-most, most], [area.bottom, area.top]);
    this.yAxis(this.y, area, t('error'));
    this.xAxis(this.x, area, t('predicted'));
    element(this.svg, 'path', { class: 'zero', d: `M${area.left} ${this.y(0)}H${area.right}` });
    element(this.svg, 'path', { class: 'residual', d: this.points.map(p => `M${this.x(p.guess).toFixed(1)} ${this.y(p.error).toFixed(1)}h.01`).join('') });
    this.cursor = element(this.svg, 'circle', { class: 'cell-cursor', r: 5, visibility: 'hidden' });
  }

  point(x, y) {
    let [best, least] = [-1, 400];
    this.points.forEach((p, i) => {
      const distance = (this.x(p.guess) - x) ** 2 + (this.y(p.error) - y) ** 2;
      if (distance < least) [best, least] = [i, distance];
    });
    if (best < 0) this.hide();
    else this.#tell(best);
  }

  step(move) {
    this.#tell(Math.min(this.points.length - 1, Math.max(0, (this.at ?? -1) + move)));
  }

  #tell(index) {
    this.at = index;
    const p = this.points[index];
    this.cursor.setAttribute('cx', this.x(p.guess));
    this.cursor.setAttribute('cy', this.y(p.error));
    this.cursor.setAttribute('visibility', 'visible');
    this.show(this.x(p.guess), this.y(p.error), t('predicted {0}', number(p.guess)), [[t('true'), number(p.truth)], [t('error'), number(p.error)]]);
  }
}
