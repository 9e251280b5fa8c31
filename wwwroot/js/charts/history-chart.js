// Best so far: every trial by its state, and the incumbent as a step line.

import { Plot, element, line, marks } from './plot.js';
import { linear, log, number, padded } from './scales.js';
import { acquire } from './study-source.js';

const looks = { completed: 'dot', stopped: 'square', failed: 'cross', cancelled: 'cross', running: 'ring', paused: 'ring' };

export function create(root, studyId, sequence) {
  const host = root.querySelector('[data-part=host]');
  const label = document.createElement('label');
  const toggle = document.createElement('input');
  host.classList.add('plot-host');
  host.setAttribute('role', 'img');
  host.setAttribute('aria-label', 'History of the trials');
  toggle.type = 'checkbox';
  label.className = 'check';
  label.hidden = true;
  label.append(toggle, ' log scale');
  root.querySelector('[data-part=tools]').append(label);
  const chart = new HistoryChart(host, toggle, studyId);
  chart.update(sequence);
  return chart;
}

class HistoryChart extends Plot {
  constructor(host, toggle, studyId) {
    super(host);
    this.toggle = toggle;
    this.source = acquire(studyId);
    this.say('Waiting for the first trial…');
    this.toggle.addEventListener('change', () => this.redraw(), { signal: this.aborter.signal });
    this.unlisten = this.source.listen(() => this.redraw());
  }

  update(sequence) {
    this.source.update(sequence);
  }

  draw() {
    const trials = [...this.source.trials.values()].sort((a, b) => a.number - b.number);
    const valued = trials.filter(t => Number.isFinite(t.value));
    if (trials.length === 0 || !this.source.summary) return;
    this.say(valued.length > 0 ? '' : this.source.hasEnded() ? 'No trial has a value: the table below says why.' : 'No trial has a value yet.');
    if (valued.length === 0) return;
    const area = { left: 58, right: this.width - 14, top: 26, bottom: this.height - 40 };
    this.x = linear([-0.5, Math.max(10, trials.at(-1).number + 0.5)], [area.left, area.right]);
    this.y = this.#scale(valued, [area.bottom, area.top]);
    this.area = area;
    this.placed = trials.map(t => ({ trial: t, x: this.x(t.number), y: Number.isFinite(t.value) ? this.y(t.value) : area.bottom - 6 }));
    this.svg.replaceChildren();
    this.svg.classList.toggle('dense', trials.length > 500);
    this.yAxis(this.svg, this.y, area, Math.floor((area.bottom - area.top) / 36), this.source.summary.metric);
    this.xAxis(this.svg, this.x, area, Math.floor((area.right - area.left) / 80), 'trial');
    this.#drawTrials();
    this.#drawIncumbent(valued, area);
    this.focusMark = element(this.svg, 'path', { class: 'focus-mark' });
  }

  // A logarithmic axis makes sense for positive values that span more than a decade and a half.
  #scale(valued, range) {
    const values = valued.map(t => t.value);
    const low = values.reduce((a, b) => Math.min(a, b), Infinity), high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const sensible = low > 0 && high / low > 30;
    this.toggle.closest('label').hidden = !sensible;
    return sensible && this.toggle.checked ? log([low * 0.8, high * 1.25], range) : linear(padded(values), range);
  }

  #drawTrials() {
    for (const [state, shape] of Object.entries(looks)) {
      const points = this.placed.filter(p => p.trial.state === state).map(p => [p.x, p.y]);
      if (points.length > 0) element(this.svg, 'path', { class: `trial ${state}`, d: marks(points, shape) });
    }
  }

  #drawIncumbent(valued, area) {
    const sign = this.source.summary.direction === 'maximize' ? -1 : 1;
    const points = [];
    let best = null;
    for (const trial of valued) {
      if (trial.state !== 'completed' || (best && sign * trial.value >= sign * best.value)) continue;
      best = trial;
      points.push([this.x(trial.number), this.y(trial.value)]);
    }
    if (!best) return;
    element(this.svg, 'path', { class: 'incumbent', d: `${line(points, true)}H${area.right}` });
    element(this.svg, 'path', { class: 'incumbent-mark', d: marks([points.at(-1)]) });
    const { trials, metric } = { trials: this.source.trials.size, metric: this.source.summary.metric };
    this.host.setAttribute('aria-label', `History of ${trials} trials. Best ${metric} so far: ${number(best.value)} in trial ${best.number}. `
      + 'Arrow keys step through the trials.');
  }

  point(x, y) {
    if (!this.placed) return;
    let nearest = null, least = 40 ** 2;
    for (const candidate of this.placed) {
      const distance = (candidate.x - x) ** 2 + (candidate.y - y) ** 2;
      if (distance < least) [nearest, least] = [candidate, distance];
    }
    if (nearest) this.#focus(nearest);
    else this.hide();
  }

  step(move) {
    if (!this.placed?.length) return;
    const index = this.placed.findIndex(p => p.trial.number === this.focused);
    const next = index < 0 ? this.placed.length - 1 : Math.min(this.placed.length - 1, Math.max(0, index + move));
    this.#focus(this.placed[next]);
  }

  unpoint() {
    this.focusMark?.setAttribute('d', '');
  }

  #focus({ trial, x, y }) {
    this.focused = trial.number;
    this.focusMark.setAttribute('d', marks([[x, y]], 'ring'));
    const text = value => typeof value === 'string' ? value : number(value);
    const settings = Object.entries(trial.config).slice(0, 8).map(([name, v]) => [name, text(v)]);
    const rows = [[this.source.summary.metric, number(trial.value, 6)], ...settings];
    if (trial.reason) rows.push(['why', trial.reason]);
    this.show(x, y, `Trial ${trial.number} · ${trial.state}`, rows);
  }

  dispose() {
    this.unlisten();
    this.source.release();
    super.dispose();
  }
}
