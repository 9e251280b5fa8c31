// The model over one parameter, as in Brochu, Cora and de Freitas (2010), Figure 1: what the model says over the evaluated trials, below it what
// that makes worth trying on the same axis, and a line where the next trial is proposed. Densities have a panel between the two.

import { padded, linear, number } from '../charts/scales.js';
import { t } from '../texts.js';
import { between, rangeOf, said, scaleOf } from './axes.js';
import { Stage, calm, element, line, marks } from './stage.js';

const titles = { mean: () => t('mean'), distance: () => t('distance from the nearest trial'), good: () => 'l(x)', bad: () => 'g(x)' };
const lines = new Set(['mean', 'mean_small', 'good', 'bad', 'distance', 'acquisition']);

export class Curves extends Stage {
  duration = 280;

  // The parameter along the axis and the metric; a movement from another axis makes no sense.
  look(parameter, metric) {
    Object.assign(this, { parameter, metric, model: null, shown: null, domains: null });
  }

  set(model) {
    Object.assign(this, { from: this.shown, model, began: performance.now() });
    this.say('');
    this.redraw();
  }

  draw() {
    if (!this.model?.fields.length) return;
    const share = calm() || !this.from ? 1 : Math.min(1, (performance.now() - this.began) / this.duration);
    const eased = share * share * (3 - 2 * share);
    this.shown = between(this.from, this.model, eased);
    this.svg.replaceChildren();
    this.#layout(eased);
    for (const panel of this.panels) this.#drawPanel(panel);
    this.xAxis(this.x, this.panels.at(-1).area, this.parameter.name, said);
    this.#drawProposal(eased);
    this.#drawPoints();
    this.cursor = element(this.svg, 'path', { class: 'cursor' });
    if (share < 1) this.redraw();
  }

  // One panel a kind of quantity: predictions and trials, densities, worth.
  #layout(eased) {
    const [left, right, foot] = [62, this.width - 14, 40];
    this.x = scaleOf(this.parameter, [left, right]);
    const of = role => this.shown.fields.filter(f => f.role === role);
    const panels = [{ key: 'objective', fields: of('objective'), title: this.metric, weight: of('density').length ? 2 : 3 }];
    if (of('density').length) panels.push({ key: 'density', fields: of('density'), title: t('density'), weight: 2 });
    if (of('distance').length) panels.push({ key: 'distance', fields: of('distance'), title: titles.distance(), weight: 1.6 });
    if (of('acquisition').length) panels.push({ key: 'acquisition', fields: of('acquisition'), title: of('acquisition')[0].name, weight: 2 });
    const gap = 34, room = this.height - 26 - foot - gap * (panels.length - 1), whole = panels.reduce((sum, p) => sum + p.weight, 0);
    let top = 26;
    this.panels = panels.map(panel => {
      const bottom = top + Math.round(room * panel.weight / whole);
      const area = { left, right, top, bottom };
      top = bottom + gap;
      return { ...panel, area };
    });
    const targets = this.panels.map(p => this.#domain(p));
    this.domains = this.domains?.length === targets.length ? this.domains.map((d, i) => d.map((v, k) => v + (targets[i][k] - v) * eased)) : targets;
    this.panels.forEach((p, i) => { p.y = linear(this.domains[i], [p.area.bottom, p.area.top]); });
  }

  #domain({ key, fields }) {
    const ranges = fields.map(f => rangeOf(this.model.fields.find(g => g.key === f.key)));
    if (key === 'objective') return padded(this.#near(ranges.flat()));
    if (key === 'density' || key === 'distance') return [0, 1.08 * Math.max(...ranges.flat())];
    return padded(ranges.flat(), 0.08);
  }

  // What the model says and the trials not far from it: an outlier would press everything else flat and is told by an arrow at the edge.
  #near(said) {
    const { value } = this.model.points;
    if (said.length === 0) return value;
    const [low, high] = [Math.min(...said), Math.max(...said)], reach = high - low;
    return [...said, ...value.filter(v => v > low - reach && v < high + reach)];
  }

  #drawPanel({ fields, area, y, title, key }) {
    this.yAxis(y, area, title, number);
    element(this.svg, 'path', { class: 'axis', d: `M${area.left} ${area.bottom}H${area.right}` });
    const xs = this.shown.axes[0].values.map(this.x);
    const at = field => xs.map((x, i) => [x, y(Math.max(y.invert(area.bottom), field.values[i] ?? -Infinity))]);
    const [low, high] = ['low', 'high'].map(k => fields.find(f => f.key === k));
    if (this.x.width) return this.#drawCells(fields, area, xs, y, low, high);
    if (low && high) element(this.svg, 'path', { class: 'band', d: `${line([...at(high), ...at(low).reverse()])}Z` });
    for (const field of fields.filter(f => lines.has(f.key))) {
      const points = at(field);
      if (key !== 'objective') element(this.svg, 'path', { class: `fill ${field.key}`, d: `${line(points)}V${area.bottom}H${xs[0]}Z` });
      element(this.svg, 'path', { class: `curve ${field.key}`, d: line(points) });
    }
  }

  // Choices have no order to draw a curve along: a bar each, beside one another where there are two densities.
  #drawCells(fields, area, xs, y, low, high) {
    const shown = fields.filter(f => lines.has(f.key));
    const width = Math.min(44, this.x.width * 0.6) / Math.max(1, shown.length);
    xs.forEach((x, i) => {
      if (low && high) {
        const [top, bottom] = [y(high.values[i]), y(low.values[i])];
        element(this.svg, 'rect', { class: 'band', x: x - width / 2, width, y: top, height: Math.max(1, bottom - top) });
      }
      shown.forEach((field, k) => {
        if (field.values[i] === null) return;
        const left = x + width * (k - shown.length / 2), top = y(Math.max(y.invert(area.bottom), field.values[i]));
        if (field.key === 'mean') element(this.svg, 'path', { class: 'curve mean', d: `M${left} ${top}h${width}` });
        else {
          const height = Math.max(0, area.bottom - top);
          element(this.svg, 'rect', { class: `fill bar ${field.key}`, x: left + 1, width: width - 2, y: top, height });
        }
      });
    });
  }

  #drawProposal(eased) {
    const name = this.parameter.name;
    const goal = this.model.proposal?.[name];
    if (goal === undefined || goal === null) return;
    const before = calm() ? undefined : this.from?.proposal?.[name];
    const end = this.x(goal);
    const x = before === undefined || before === null ? end : this.x(before) + (end - this.x(before)) * eased;
    const [top, bottom] = [this.panels[0].area.top, this.panels.at(-1).area.bottom];
    element(this.svg, 'path', { class: 'proposal', d: `M${x} ${top}V${bottom}` });
    element(this.svg, 'path', { class: 'proposal-mark', d: `M${x - 5} ${top - 7}h10l-5 8z` });
  }

  #drawPoints() {
    const { number: numbers, value, at, good, latest } = this.model.points;
    const { y, area } = this.panels[0];
    const side = v => y(v) < area.top ? 'above' : y(v) > area.bottom ? 'below' : '';
    const isGood = new Set(good);
    const jitter = n => this.x.width ? ((n * 0.618) % 1 - 0.5) * Math.min(30, this.x.width * 0.4) : 0;
    this.placed = numbers.map((n, i) => ({ number: n, value: value[i], at: at[0][i], good: isGood.has(n), side: side(value[i]),
      x: this.x(at[0][i]) + jitter(n), y: Math.min(area.bottom, Math.max(area.top, y(value[i]))) }));
    const draw = (kind, some, shape, size) => some.length > 0
      && element(this.svg, 'path', { class: kind, d: marks(some.map(p => [p.x, p.y]), shape, size) });
    const inside = this.placed.filter(p => !p.side);
    draw('observed', inside.filter(p => !p.good));
    draw('observed good', inside.filter(p => p.good));
    for (const edge of ['above', 'below']) draw('beyond', this.placed.filter(p => p.side === edge), edge);
    draw('latest', this.placed.filter(p => p.number === latest), 'ring', 6.5);
  }

  point(x, y) {
    if (!this.model?.fields.length || !this.x) return;
    if (x < this.panels[0].area.left - 4 || x > this.panels[0].area.right + 4) return this.hide();
    const near = this.placed?.find(p => (p.x - x) ** 2 + (p.y - y) ** 2 < 80);
    if (near) return this.#showPoint(near);
    let index = 0, least = Infinity;
    this.model.axes[0].values.forEach((v, i) => {
      const distance = Math.abs(this.x(v) - x);
      if (distance < least) [index, least] = [i, distance];
    });
    this.#showAt(index);
  }

  step(move) {
    if (!this.model?.fields.length) return;
    const last = this.model.axes[0].values.length - 1;
    this.#showAt(Math.min(last, Math.max(0, (this.index ?? Math.round(last / 2)) + move)));
  }

  unpoint() {
    this.cursor?.setAttribute('d', '');
  }

  #showAt(index) {
    this.index = index;
    const { fields, axes } = this.model;
    const value = axes[0].values[index], x = this.x(value);
    this.cursor.setAttribute('d', `M${x} ${this.panels[0].area.top}V${this.panels.at(-1).area.bottom}`);
    const of = key => fields.find(f => f.key === key)?.values[index];
    const rows = fields.filter(f => lines.has(f.key)).map(f => [titles[f.key]?.() ?? f.name, number(f.values[index])]);
    if (of('low') !== undefined) rows.splice(1, 0, ['±2σ', `${number(of('low'), 3)} … ${number(of('high'), 3)}`]);
    this.show(x, (this.panels[0].area.top + this.panels[0].area.bottom) / 2, `${this.parameter.name} = ${said(value)}`, rows);
  }

  #showPoint(p) {
    this.cursor.setAttribute('d', marks([[p.x, p.y]], 'ring', 6.5));
    const rows = [[this.parameter.name, said(p.at)], [this.metric, number(p.value, 6)]];
    if (this.model.points.good.length) rows.push([t('counts as'), p.good ? t('good') : t('other')]);
    this.show(p.x, p.y, t('Trial {0}', p.number), rows);
  }
}
