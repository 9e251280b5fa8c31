// The model over one parameter, as in Brochu, Cora and de Freitas (2010), Figure 1: what the model says over the evaluated trials, below it what
// that makes worth trying on the same axis, and a line where the next trial is proposed. Densities have a panel between the two.

import { linear, log, number, padded } from '../charts/scales.js';
import { t } from '../texts.js';
import { between, budget, rangeOf, said, scaleOf } from './axes.js';
import { drawPart, partsOf } from './parts.js';
import { Stage, calm, element, line, marks } from './stage.js';
import { named } from './words.js';

const titles = { distance: () => t('distance from the nearest trial'), good: () => 'l(x)', bad: () => 'g(x)' };
const titleOf = field => titles[field.key]?.() ?? named(field);
const isLine = field => !['low', 'high', 'deviation'].includes(field.key);
const decade = 10; // costs that differ by more stand on a logarithmic scale
const usual = 560, more = 112; // pixels of a plot of three panels, and of each further one

export class Curves extends Stage {
  duration = 280;

  // The parameter along the axis and the metric; a movement from another axis makes no sense.
  look(parameter, metric) {
    Object.assign(this, { parameter, metric, model: null, shown: null, domains: null });
  }

  set(model) {
    Object.assign(this, { from: this.shown, model, began: performance.now() });
    this.say('');
    const height = `${usual + more * Math.max(0, panelsOf(model.fields, this.metric).length - 3)}px`;
    if (this.host.style.height !== height) this.host.style.height = height;
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
    this.xAxis(this.x, this.panels.at(-1).area, this.parameter.title, said);
    this.#drawProposal(eased);
    this.#drawPoints();
    this.cursor = element(this.svg, 'path', { class: 'cursor' });
    if (share < 1) this.redraw();
  }

  // One panel a kind of quantity: predictions and trials, densities, worth.
  #layout(eased) {
    const [left, right, foot] = [62, this.width - 14, 40];
    this.x = scaleOf(this.parameter, [left, right]);
    const panels = panelsOf(this.shown.fields, this.metric);
    const gap = 34, room = this.height - 26 - foot - gap * (panels.length - 1), whole = panels.reduce((sum, p) => sum + p.weight, 0);
    let top = 26;
    this.panels = panels.map(panel => {
      const bottom = top + Math.round(room * panel.weight / whole);
      const area = { left, right, top, bottom };
      top = bottom + gap;
      return { ...panel, area };
    });
    const targets = this.panels.map(p => this.#domain(p));
    const keys = this.panels.map(p => p.key).join();
    this.domains = this.domains?.keys === keys ? this.domains.map((d, i) => d.map((v, k) => v + (targets[i][k] - v) * eased)) : targets;
    this.domains.keys = keys;
    this.panels.forEach((p, i) => {
      const [low, high] = this.domains[i], isLog = p.key === 'cost' && low > 0 && high > low;
      p.y = (isLog ? log : linear)(this.domains[i], [p.area.bottom, p.area.top]);
    });
  }

  #domain({ key, fields, sum }) {
    const ranges = fields.map(f => rangeOf(this.model.fields.find(g => g.key === f.key)));
    if (key === 'cost') return spaced(ranges[0]);
    if (sum) return padded([0, ...ranges.flat(), ...partsOf(fields, this.model)], 0.08);
    if (key === 'objective') return padded(this.#near(ranges.flat()));
    if (key === 'density' || key === 'distance') return [0, 1.08 * Math.max(...ranges.flat())];
    // A gain is drawn from nothing up: bars would lie otherwise.
    return padded(Math.min(...ranges.flat()) >= 0 ? [0, ...ranges.flat()] : ranges.flat(), 0.08);
  }

  // What the model says and the trials not far from it: an outlier would press everything else flat and is told by an arrow at the edge.
  #near(said) {
    const { value } = this.model.points;
    if (said.length === 0) return value;
    const [low, high] = [Math.min(...said), Math.max(...said)], reach = high - low;
    return [...said, ...value.filter(v => v > low - reach && v < high + reach)];
  }

  #drawPanel(panel) {
    const { fields, area, y, title, key } = panel;
    this.yAxis(y, area, title, number);
    element(this.svg, 'path', { class: 'axis', d: `M${area.left} ${area.bottom}H${area.right}` });
    const xs = this.shown.axes[0].values.map(this.x);
    const at = field => xs.map((x, i) => [x, y(Math.max(y.invert(area.bottom), field.values[i] ?? -Infinity))]);
    const [low, high] = ['low', 'high'].map(k => fields.find(f => f.key === k));
    if (this.x.width) return this.#drawCells(panel, xs, low, high);
    if (panel.sum) return drawPart(this.svg, panel, xs);
    if (low && high) element(this.svg, 'path', { class: 'band', d: `${line([...at(high), ...at(low).reverse()])}Z` });
    for (const field of fields.filter(isLine)) {
      const points = at(field);
      if (key !== 'objective') element(this.svg, 'path', { class: `fill ${field.role} ${field.key}`, d: `${line(points)}V${area.bottom}H${xs[0]}Z` });
      element(this.svg, 'path', { class: `curve ${field.role} ${field.key}`, d: line(points) });
    }
  }

  // Choices have no order to draw a curve along: a bar each, beside one another where there are two densities.
  #drawCells({ fields, area, y, sum }, xs, low, high) {
    const ground = sum ? y(0) : area.bottom;
    const shown = fields.filter(isLine);
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
          const box = { x: left + 1, width: width - 2, y: Math.min(top, ground), height: Math.abs(ground - top) };
          element(this.svg, 'rect', { class: `fill bar ${field.role} ${field.key}`, ...box });
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
    const held = this.model.at?.[budget];
    const elsewhere = i => this.model.points.budget && this.parameter.name !== budget && this.model.points.budget[i] !== held;
    this.placed = numbers.map((n, i) => ({ number: n, value: value[i], at: at[0][i], good: isGood.has(n), side: side(value[i]),
      budget: this.model.points.budget?.[i], elsewhere: elsewhere(i),
      x: this.x(at[0][i]) + jitter(n), y: Math.min(area.bottom, Math.max(area.top, y(value[i]))) }));
    const draw = (kind, some, shape, size) => some.length > 0
      && element(this.svg, 'path', { class: kind, d: marks(some.map(p => [p.x, p.y]), shape, size) });
    const inside = this.placed.filter(p => !p.side);
    draw('elsewhere', inside.filter(p => p.elsewhere), 'ring', 2.8);
    draw('observed', inside.filter(p => !p.good && !p.elsewhere));
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
    const rows = fields.filter(isLine).map(f => [titleOf(f), number(f.values[index])]);
    if (of('low') !== undefined) rows.splice(1, 0, ['±2σ', `${number(of('low'), 3)} … ${number(of('high'), 3)}`]);
    this.show(x, (this.panels[0].area.top + this.panels[0].area.bottom) / 2, `${this.parameter.title} = ${said(value)}`, rows);
  }

  #showPoint(p) {
    this.cursor.setAttribute('d', marks([[p.x, p.y]], 'ring', 6.5));
    const rows = [[this.parameter.title, said(p.at)], [this.metric, number(p.value, 6)]];
    if (p.budget !== undefined && this.parameter.name !== budget) rows.push([t('budget'), said(p.budget)]);
    if (this.model.points.good.length) rows.push([t('counts as'), p.good ? t('good') : t('other')]);
    this.show(p.x, p.y, t('Trial {0}', p.number), rows);
  }
}

// One panel a kind of quantity: predictions and trials, densities, costs, worth, and what the worth is made of.
function panelsOf(fields, metric) {
  const of = role => fields.filter(f => f.role === role);
  const hasDensity = of('density').length > 0;
  const panels = [{ key: 'objective', fields: of('objective'), title: metric, weight: hasDensity ? 2 : 3 }];
  if (hasDensity) panels.push({ key: 'density', fields: of('density'), title: t('density'), weight: 2 });
  if (of('distance').length) panels.push({ key: 'distance', fields: of('distance'), title: titles.distance(), weight: 1.6 });
  const worths = of('acquisition').map(f => ({ key: 'acquisition', fields: [f], title: named(f), weight: 1.7 }));
  const costs = of('cost').map(f => ({ key: 'cost', fields: [f], title: named(f), weight: 1.3 }));
  const parts = of('acquisition_part');
  const sums = [...new Set(parts.map(f => f.adds_up_to).filter(Boolean))].map(sum => {
    const terms = parts.filter(f => f.adds_up_to === sum);
    return { key: sum, sum, fields: terms, title: `${named({ name: sum })} = ${terms.map(named).join(' + ')}`, weight: 1.6 };
  });
  const others = parts.filter(f => !f.adds_up_to).map(f => ({ key: f.key, fields: [f], title: named(f), weight: 1.3 }));
  return [...panels, ...worths, ...sums, ...others, ...costs];
}

// A domain of costs, a little wider; in ratios where it spans many.
const spaced = ([low, high]) => high > decade * low && low > 0 ? [low / 1.3, high * 1.3] : [0, 1.1 * high];
