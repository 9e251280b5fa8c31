// The model over one parameter, as in Brochu, Cora and de Freitas (2010), Figure 1: mean, two standard deviations, evaluated points; the acquisition
// below on the same axis; a line where the next trial is proposed.

import { Plot, calm, element, line, marks } from './plot.js';
import { band, linear, log, number, padded } from './scales.js';
import { between } from './surrogate-models.js';

const moving = 280; // milliseconds from one model to the next
const depth = 20; // a log acquisition is shown this far below its maximum: what lies lower is worth nothing

export class SurrogateChart extends Plot {
  metric = '';
  best = null;

  // The parameter along the axis: { name, type, low, high, log, choices }.
  set parameter(parameter) {
    this.axis = parameter;
    this.model = this.shown = null;
  }

  set(model) {
    this.from = this.shown;
    this.model = model;
    this.began = performance.now();
    this.say('');
    this.redraw();
  }

  draw() {
    if (!this.model || !this.axis) return;
    const t = calm() || !this.from ? 1 : Math.min(1, (performance.now() - this.began) / moving);
    const eased = t * t * (3 - 2 * t);
    this.shown = between(this.from, this.model, eased);
    this.#layout(eased);
    this.svg.replaceChildren();
    this.#drawAxes();
    if (this.x.width) this.#drawCells();
    else this.#drawCurves();
    this.#drawProposal();
    this.#drawPoints();
    this.cursor = element(this.svg, 'path', { class: 'cursor' });
    if (t < 1) this.redraw();
  }

  #layout(eased) {
    const split = Math.round(this.height * 0.62);
    const [left, right] = [58, this.width - 14];
    this.upper = { left, right, top: 26, bottom: split };
    this.lower = { left, right, top: split + 36, bottom: this.height - 40 };
    const { low, high, log: isLog, choices } = this.axis;
    this.x = choices ? band(choices, [left, right]) : (isLog ? log : linear)([low, high], [left, right]);
    const edges = this.model.mean.flatMap((m, i) => [m - 2 * this.model.deviation[i], m + 2 * this.model.deviation[i]]);
    const target = padded([...edges, ...this.model.points.map(p => p.value)]);
    if (!this.from || this.from.parameter !== this.model.parameter) this.domain = target;
    else this.domain = (this.domain ?? target).map((v, i) => v + (target[i] - v) * eased);
    this.y = linear(this.domain, [this.upper.bottom, this.upper.top]);
    const worth = this.shown.acquisition.filter(Number.isFinite);
    const most = worth.length ? Math.max(...worth) : 0;
    const least = this.model.acquisition_name.startsWith('log') ? most - depth : -Infinity;
    const [floor, top] = padded(worth.map(a => Math.max(a, least)), 0.08);
    this.a = linear([floor, top], [this.lower.bottom, this.lower.top]);
    this.floor = floor;
  }

  #drawAxes() {
    this.yAxis(this.svg, this.y, this.upper, Math.floor((this.upper.bottom - this.upper.top) / 34), this.metric);
    this.yAxis(this.svg, this.a, this.lower, Math.max(2, Math.floor((this.lower.bottom - this.lower.top) / 28)), this.model.acquisition_name);
    element(this.svg, 'path', { class: 'axis', d: `M${this.upper.left} ${this.upper.bottom}H${this.upper.right}` });
    this.xAxis(this.svg, this.x, this.lower, Math.floor((this.lower.right - this.lower.left) / 80), this.axis.name);
  }

  #drawCurves() {
    const { x, mean, deviation, acquisition } = this.shown;
    const edge = sign => x.map((v, i) => [this.x(v), this.y(mean[i] + sign * 2 * deviation[i])]);
    element(this.svg, 'path', { class: 'band', d: `${line([...edge(1), ...edge(-1).reverse()])}Z` });
    element(this.svg, 'path', { class: 'mean', d: line(x.map((v, i) => [this.x(v), this.y(mean[i])])) });
    const worth = x.map((v, i) => [this.x(v), this.a(Math.max(this.floor, acquisition[i] ?? this.floor))]);
    const ground = [[worth.at(-1)[0], this.lower.bottom], [worth[0][0], this.lower.bottom]];
    element(this.svg, 'path', { class: 'worth-area', d: `${line([...worth, ...ground])}Z` });
    element(this.svg, 'path', { class: 'worth', d: line(worth) });
  }

  // Choices have no order to draw a curve along: a dot with its bar of two deviations, and a bar of worth.
  #drawCells() {
    const { x, mean, deviation, acquisition } = this.shown;
    const half = Math.min(22, this.x.width * 0.3);
    x.forEach((v, i) => {
      const [px, top, bottom] = [this.x(v), this.y(mean[i] + 2 * deviation[i]), this.y(mean[i] - 2 * deviation[i])];
      const worth = this.a(Math.max(this.floor, acquisition[i] ?? this.floor));
      element(this.svg, 'rect', { class: 'band', x: px - half, width: 2 * half, y: top, height: Math.max(1, bottom - top) });
      element(this.svg, 'path', { class: 'mean', d: `M${px - half} ${this.y(mean[i])}h${2 * half}` });
      element(this.svg, 'rect', { class: 'worth-bar', x: px - half, width: 2 * half, y: worth, height: Math.max(0, this.lower.bottom - worth) });
    });
  }

  #drawProposal() {
    const value = this.model.proposal?.[this.model.parameter];
    if (value === undefined || value === null) return;
    const goal = this.x(value);
    const before = this.from?.proposal?.[this.model.parameter];
    const t = calm() || before === undefined || before === null ? 1 : Math.min(1, (performance.now() - this.began) / moving);
    const x = before === undefined || before === null ? goal : this.x(before) + (goal - this.x(before)) * t;
    element(this.svg, 'path', { class: 'proposal', d: `M${x} ${this.upper.top}V${this.lower.bottom}` });
    element(this.svg, 'path', { class: 'proposal-mark', d: `M${x - 5} ${this.upper.top - 7}h10l-5 8z` });
  }

  #drawPoints() {
    const jitter = p => this.x.width ? ((p.number * 0.618) % 1 - 0.5) * Math.min(30, this.x.width * 0.4) : 0;
    this.placed = this.model.points.map(p => ({ ...p, px: this.x(p.x) + jitter(p), py: this.y(p.value) }));
    const at = points => marks(points.map(p => [p.px, p.py]));
    element(this.svg, 'path', { class: 'observed', d: at(this.placed) });
    const latest = this.model.points.at(-1)?.number;
    element(this.svg, 'path', { class: 'latest', d: marks(this.placed.filter(p => p.number === latest).map(p => [p.px, p.py]), 'ring') });
  }

  point(x, y) {
    if (!this.model || !this.x) return;
    if (x < this.upper.left - 4 || x > this.upper.right + 4) return this.hide();
    const near = this.placed?.find(p => (p.px - x) ** 2 + (p.py - y) ** 2 < 100);
    if (near) return this.#showPoint(near);
    let index = 0, least = Infinity;
    this.model.x.forEach((v, i) => {
      const distance = Math.abs(this.x(v) - x);
      if (distance < least) [index, least] = [i, distance];
    });
    this.#showAt(index);
  }

  step(move) {
    if (!this.model) return;
    const last = this.model.x.length - 1;
    this.#showAt(Math.min(last, Math.max(0, (this.index ?? Math.round(last / 2)) + move)));
  }

  unpoint() {
    this.cursor?.setAttribute('d', '');
  }

  #showAt(index) {
    this.index = index;
    const { x, mean, deviation, acquisition, acquisition_name } = this.model;
    const px = this.x(x[index]);
    this.cursor.setAttribute('d', `M${px} ${this.upper.top}V${this.lower.bottom}`);
    const worth = acquisition[index] === null ? '−∞' : number(acquisition[index]);
    this.show(px, (this.upper.top + this.upper.bottom) / 2, `${this.axis.name} = ${number(x[index])}`,
      [['mean', number(mean[index])], ['±2σ', number(2 * deviation[index])], [acquisition_name, worth]]);
  }

  #showPoint(p) {
    this.cursor.setAttribute('d', marks([[p.px, p.py]], 'ring'));
    this.show(p.px, p.py, `Trial ${p.number}`, [[this.axis.name, number(p.x)], [this.metric, number(p.value, 6)]]);
  }
}
