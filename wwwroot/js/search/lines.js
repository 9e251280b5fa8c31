// What a search reports over its epochs: a small plot a theme, with the epoch that is looked at on each.

import { make } from '../charts/controls.js';
import { linear, number, padded } from '../charts/scales.js';
import { t } from '../texts.js';
import { Stage, element, line, marks } from '../surrogate/stage.js';

// Themes in the order of the page: what stands in them, and from where the axis must reach.
const themes = () => [
  { key: 'accuracy', title: t('Accuracy with shared weights'), metrics: [['validation_accuracy', t('validation')]] },
  {
    key: 'loss', title: t('Loss'),
    metrics: [['train_loss', t('weights')], ['architecture_loss', t('architecture')], ['validation_loss', t('validation')]],
  },
  {
    key: 'entropy', title: t('Entropy of the architecture'), help: t('Mean over all places, in nats; 0 when everything is decided.'),
    metrics: [['architecture_entropy', t('mean entropy')]], zero: true,
  },
  { key: 'skips', title: t('Skip connections derived'), metrics: [['skip_connections', t('skips')]], zero: true },
  {
    key: 'eigenvalue', title: t('Largest eigenvalue'), help: t('Of the loss by the architecture; a steep rise goes before a collapse.'),
    metrics: [['largest_eigenvalue', t('eigenvalue')]], zero: true,
  },
  { key: 'reward', title: t('Reward of the controller'), metrics: [['controller_reward', t('reward')], ['reward_baseline', t('baseline')]] },
  { key: 'controller', title: t('Entropy of the controller'), metrics: [['controller_entropy', t('entropy')]], zero: true },
  { key: 'latency', title: t('Expected latency'), metrics: [['expected_latency_ms', 'ms']], zero: true },
  { key: 'tradeoff', title: t('Latency against accuracy'), against: ['expected_latency_ms', 'validation_accuracy'], metrics: [] },
  { key: 'kept', title: t('Share kept'), metrics: [['kept_share', t('kept')]], zero: true },
];
const costs = new Set(['parameters', 'multiply_adds', 'activation_memory', 'latency_ms', 'net_score', 'learning_rate']);

export class Lines {
  #panels = new Map();

  constructor(host, moved) {
    Object.assign(this, { host, moved });
  }

  // One panel a theme that something was reported of; of what no theme knows, one a metric.
  set(epochs) {
    const known = themes();
    const reported = new Set(epochs.flatMap(epoch => Object.keys(epoch.metrics).filter(name => epoch.metrics[name] !== null)));
    const named = new Set(known.flatMap(theme => theme.metrics.map(m => m[0])));
    const rest = [...reported].filter(name => !named.has(name) && !costs.has(name))
      .map(name => ({ key: name, title: name.replaceAll('_', ' '), metrics: [[name, name.replaceAll('_', ' ')]] }));
    const isTold = theme => theme.against ? theme.against.every(name => reported.has(name)) : theme.metrics.some(m => reported.has(m[0]));
    const wanted = [...known, ...rest].filter(isTold);
    for (const [key, panel] of this.#panels) {
      if (wanted.some(theme => theme.key === key)) continue;
      panel.plot.dispose();
      panel.card.remove();
      this.#panels.delete(key);
    }
    for (const theme of wanted) {
      if (!this.#panels.has(theme.key)) this.#panels.set(theme.key, this.#panel(theme));
      this.#panels.get(theme.key).plot.set(theme, epochs);
    }
  }

  at(step) {
    for (const { plot } of this.#panels.values()) plot.at(step);
  }

  dispose() {
    for (const { plot } of this.#panels.values()) plot.dispose();
  }

  #panel(theme) {
    const host = make('div', { className: 'search-plot' });
    host.setAttribute('role', 'img');
    const legend = make('ul', { className: 'legend' });
    const card = make('figure', { className: 'card search-panel' }, make('figcaption', {}, make('h3', { textContent: theme.title }), legend), host);
    card.dataset.theme = theme.key;
    if (theme.help) host.title = theme.help;
    this.host.append(card);
    return { card, plot: new LinePlot(host, legend, this.moved) };
  }
}

class LinePlot extends Stage {
  constructor(host, legend, moved) {
    super(host);
    Object.assign(this, { legend, moved });
    host.addEventListener('click', () => this.read && this.moved(this.read), { signal: this.aborter.signal });
  }

  set(theme, epochs) {
    Object.assign(this, { theme, epochs });
    const points = key => epochs.filter(e => Number.isFinite(e.metrics[key])).map(e => [e.step, e.metrics[key]]);
    this.series = theme.metrics.map(([key, name], k) => ({ key, name, k, points: points(key) }))
      .filter(series => series.points.length > 0);
    this.legend.replaceChildren(...this.series.length < 2 ? [] : this.series.map(({ name, k }) =>
      make('li', {}, make('i', { className: `key line line-${k}` }), name)));
    const last = this.series.map(s => `${s.name} ${number(s.points.at(-1)[1])}`).join(', ');
    this.host.setAttribute('aria-label', `${theme.title}: ${last || t('{0} epochs', epochs.length)}`);
    this.redraw();
  }

  at(step) {
    this.marked = step;
    this.redraw();
  }

  draw() {
    this.svg.replaceChildren();
    const area = this.area = { left: 46, right: this.width - 12, top: 10, bottom: this.height - 30 };
    if (this.theme.against) return this.#against(area);
    const values = this.series.flatMap(s => s.points.map(p => p[1]));
    const steps = this.epochs.map(e => e.step);
    this.x = linear(steps.length > 1 ? [steps[0], steps.at(-1)] : [steps[0] - 1, steps[0] + 1], [area.left, area.right]);
    // What never left 0 is drawn at the ground of a plot, not in its middle.
    const reach = this.theme.zero ? [0, ...values, ...values.every(v => v === 0) ? [1] : []] : values;
    this.y = linear(padded(reach, 0.08), [area.bottom, area.top]);
    this.yAxis(this.y, area, '', v => number(v, 3));
    this.#epochAxis(area);
    for (const { points, k } of this.series) {
      const at = points.map(([step, value]) => [this.x(step), this.y(value)]);
      if (at.length > 1) element(this.svg, 'path', { class: `line line-${k}`, d: line(at) });
      if (at.length < 3) element(this.svg, 'path', { class: `dots line-${k}`, d: marks(at) });
    }
    this.#cursor(area);
  }

  #epochAxis(area) {
    element(this.svg, 'path', { class: 'axis', d: `M${area.left} ${area.bottom}H${area.right}` });
    for (const tick of this.x.ticks(Math.max(2, Math.floor((area.right - area.left) / 60))).filter(Number.isInteger)) {
      element(this.svg, 'text', { class: 'tick', x: this.x(tick), y: area.bottom + 16, 'text-anchor': 'middle' }, number(tick));
    }
    element(this.svg, 'text', { class: 'axis-title', x: area.right, y: area.bottom + 28, 'text-anchor': 'end' }, t('epoch'));
  }

  #cursor(area) {
    if (!Number.isFinite(this.marked)) return;
    const x = this.x(this.marked);
    element(this.svg, 'path', { class: 'cursor', d: `M${x} ${area.top}V${area.bottom}` });
    for (const { points, k } of this.series) {
      const now = points.findLast(([step]) => step <= this.marked);
      if (now) element(this.svg, 'circle', { class: `now line-${k}`, cx: this.x(now[0]), cy: this.y(now[1]), r: 3.4 });
    }
  }

  // The way of the search over two metrics, from light to dark.
  #against(area) {
    const [a, b] = this.theme.against;
    const isBoth = e => Number.isFinite(e.metrics[a]) && Number.isFinite(e.metrics[b]);
    const points = this.points = this.epochs.filter(isBoth).map(e => [e.metrics[a], e.metrics[b], e.step]);
    this.x = linear(padded(points.map(p => p[0])), [area.left, area.right]);
    this.y = linear(padded(points.map(p => p[1])), [area.bottom, area.top]);
    this.yAxis(this.y, area, '', v => number(v, 3));
    element(this.svg, 'path', { class: 'axis', d: `M${area.left} ${area.bottom}H${area.right}` });
    for (const tick of this.x.ticks(4))
      element(this.svg, 'text', { class: 'tick', x: this.x(tick), y: area.bottom + 16, 'text-anchor': 'middle' }, number(tick, 3));
    element(this.svg, 'text', { class: 'axis-title', x: area.right, y: area.bottom + 28, 'text-anchor': 'end' }, t('expected latency, ms'));
    const at = points.map(([x, y]) => [this.x(x), this.y(y)]);
    element(this.svg, 'path', { class: 'line line-0 faint', d: line(at) });
    at.forEach((point, i) => {
      const dot = element(this.svg, 'path', { class: 'dots line-0', d: marks([point]) });
      dot.setAttribute('stroke-opacity', (0.25 + 0.75 * (i + 1) / at.length).toFixed(2));
    });
    const now = points.findIndex(p => p[2] === this.marked);
    if (now >= 0) element(this.svg, 'circle', { class: 'now line-1', cx: at[now][0], cy: at[now][1], r: 5 });
  }

  point(x, y) {
    if (!this.epochs?.length || !this.x) return;
    if (this.theme.against) {
      const distance = p => Math.hypot(this.x(p[0]) - x, this.y(p[1]) - y);
      const near = this.points.reduce((best, p) => !best || distance(p) < distance(best) ? p : best, null);
      return near && this.#read(near[2]);
    }
    const step = this.x.invert(x);
    this.#read(this.epochs.reduce((best, e) => Math.abs(e.step - step) < Math.abs(best.step - step) ? e : best).step);
  }

  step(dx) {
    const now = this.epochs.findIndex(e => e.step === (this.read ?? this.marked));
    const next = this.epochs[Math.min(this.epochs.length - 1, Math.max(0, Number.isFinite(dx) ? now + dx : dx > 0 ? Infinity : 0))];
    if (next) this.#read(next.step);
  }

  unpoint() {
    this.read = null;
  }

  #read(step) {
    this.read = step;
    const epoch = this.epochs.find(e => e.step === step);
    const [a, b] = this.theme.against ?? [];
    const names = a ? [[a, t('expected latency, ms')], [b, t('accuracy')]] : this.theme.metrics;
    const rows = names.filter(([key]) => Number.isFinite(epoch.metrics[key])).map(([key, name]) => [name, number(epoch.metrics[key])]);
    const place = a ? [this.x(epoch.metrics[a]), this.y(epoch.metrics[b])] : [this.x(step), this.height / 2];
    this.show(...place, t('epoch {0}', step), rows);
  }
}
