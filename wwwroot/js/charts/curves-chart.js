// What trials reported step by step: a line a trial. Running ones are live, stopped ones dim, the best stands out. Where a scheduler compares trials
// at several budgets these stand as lines across, and marks say what became of a trial there.

import { t } from '../texts.js';
import { css, token } from './colours.js';
import { choice, legend, make } from './controls.js';
import { Answers } from './answers.js';
import { PanelChart } from './panel-chart.js';
import { rungsOf } from './rungs.js';
import { number } from './scales.js';
import { element } from './svg.js';

// In the order of drawing, the last on top.
const looks = { stopped: ['chart-stopped', 0.45, 1], failed: ['chart-failed', 0.5, 1], paused: ['chart-paused', 0.6, 1.2], completed: ['chart-completed', 0.5, 1.2], running: ['chart-running', 0.95, 1.8] };
const groups = { cancelled: 'failed' };
const group = state => groups[state] ?? state;

const fates = { promoted: ['up', 'chart-running', 3], paused: ['ring', 'chart-paused', 3.4], stopped: ['cross', 'chart-failed', 3] };

export function create(root, studyId, sequence, state, owner) {
  return new CurvesChart(root, studyId, state, owner).start(sequence);
}

class CurvesChart extends PanelChart {
  hidden = new Set();

  setup() {
    this.curves = new Answers(this.studyId, 'curves', () => this.redraw());
    this.picker = choice(this.tools, t('metric'), value => this.choose('metric', value), this.signal);
    this.picker.field.hidden = true;
    this.logToggle();
    super.setup();
    const entries = [['incumbent', t('best trial')], ['line completed', t('completed')], ['line running', t('running')], ['line paused', t('paused')],
      ['line stopped', t('stopped early')], ['line failed', t('failed')]];
    this.told = make('ul', { className: 'legend rung-legend', hidden: true }, ...[['promoted', t('went on beyond the rung')], ['paused', t('paused at it')],
      ['stopped', t('stopped at it')]].map(([key, text]) => make('li', {}, make('i', { className: `key mark ${key}` }), text)));
    legend(this.foot, entries, this.hidden, () => this.redraw(), this.signal);
    this.sharing = make('div', { hidden: true });
    legend(this.sharing, [['line search', t('search, with shared weights')]], this.hidden, () => this.redraw(), this.signal);
    this.foot.append(this.sharing, this.told);
  }

  lack() {
    const lack = super.lack();
    if (lack) return lack;
    this.curves.want({ limit: '200', metric: this.state.metric, trials: this.state.trials }, this.source.sequence);
    const { answer, failed } = this.curves;
    if (!answer) return failed ? t('The curves could not be fetched; the next change tries again.') : t('Fetching the curves…');
    return answer.steps.some(steps => steps.length > 0) ? '' : t('No trial has reported a step yet.');
  }

  layout() {
    const { answer } = this.curves;
    this.picker.field.hidden = answer.metrics.length < 2;
    this.picker.set(answer.metrics.map(m => [m, m]), answer.metric);
    let [low, high, first, last] = [Infinity, -Infinity, Infinity, -Infinity];
    answer.values.forEach((values, i) => values.forEach((value, k) => {
      if (!Number.isFinite(value)) return;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
      [first, last] = [Math.min(first, answer.steps[i][k]), Math.max(last, answer.steps[i][k])];
    }));
    const area = { left: 62, right: this.width - 14, top: 26, bottom: this.height - 42 };
    this.rungs = this.once('rungs', () => rungsOf(this.source.trials));
    this.told.hidden = this.rungs.length < 2;
    this.sharing.hidden = !answer.number.some(trial => this.#isSearch(trial));
    const domain = first < last ? [first, last] : [first - 1, first + 1];
    // Rungs grow by a factor: on a linear axis all but the last would lie on each other.
    const isWide = this.rungs.length > 1 && first > 0 && last / first > 12;
    const x = isWide ? { kind: 'log', domain, title: t('step') } : { kind: 'linear', domain, title: t('step'), whole: true };
    return [{ key: answer.metric, area, x, y: this.valueAxis([low, high], answer.metric) }];
  }

  // Lines of fewer than three reports would be hard to see: their reports are marked as well.
  mark(panel) {
    const { answer } = this.curves, { x, y, area } = panel;
    const xs = [], ys = [], rows = [], short = [];
    answer.number.forEach((trial, i) => {
      const row = this.source.trials.rowOf(trial);
      if (row < 0 || this.#isHidden(i)) return;
      answer.values[i].forEach((value, k) => {
        if (!Number.isFinite(value)) return;
        if (answer.values[i].length < 3) short.push(xs.length);
        xs.push(x(answer.steps[i][k]));
        ys.push(y(value));
        rows.push(row);
      });
    });
    panel.placed = { count: xs.length, x: Float64Array.from(xs), y: Float64Array.from(ys), row: Int32Array.from(rows) };
    const shade = token('chart-completed');
    this.points.stamp('dot', 2, 0.8, area, short.length, short.map(i => xs[i]), short.map(i => ys[i]), () => shade);
    if (this.rungs.length > 1) this.#markRungs(panel);
  }

  // At each rung that a trial came to: whether it went on, or was paused or stopped there.
  #markRungs({ x, y, area }) {
    const { answer } = this.curves, found = { promoted: [], paused: [], stopped: [] };
    answer.number.forEach((_, i) => {
      if (this.#isHidden(i)) return;
      const steps = answer.steps[i], last = steps.at(-1);
      for (const rung of this.rungs) {
        const k = steps.findIndex(step => step >= rung);
        if (k < 0 || !Number.isFinite(answer.values[i][k])) break;
        const fate = last > rung ? 'promoted' : answer.state[i];
        found[fate]?.push([x(steps[k]), y(answer.values[i][k])]);
      }
    });
    for (const [fate, [shape, colour, size]] of Object.entries(fates)) {
      const marks = found[fate], shade = token(colour);
      this.points.stamp(shape, size, 0.9, area, marks.length, marks.map(m => m[0]), marks.map(m => m[1]), () => shade);
    }
    Object.assign(this.root.dataset, { rungs: this.rungs.length, promoted: found.promoted.length, stopped: found.stopped.length, paused: found.paused.length });
  }

  under({ x, area }, pen) {
    if (this.rungs.length < 2) return;
    pen.strokeStyle = css(token('muted'), 0.55);
    pen.lineWidth = 1;
    pen.setLineDash([4, 4]);
    pen.beginPath();
    let free = -Infinity;
    for (const [i, rung] of this.rungs.entries()) {
      const at = Math.round(x(rung)) + 0.5;
      if (at < area.left - 1 || at > area.right + 1) continue;
      pen.moveTo(at, area.top);
      pen.lineTo(at, area.bottom);
      if (at < free) continue;
      const words = t('rung {0}', i), isLast = at > area.right - 40;
      element(this.axes, 'text', { class: 'tick halo', x: at + (isLast ? -4 : 4), y: area.top + 8, 'text-anchor': isLast ? 'end' : 'start' }).textContent = words;
      free = at + 8 + words.length * 6.4;
    }
    pen.stroke();
    pen.setLineDash([]);
  }

  paint({ x, y }, pen) {
    const { answer } = this.curves, best = this.source.summary.best_trial;
    pen.lineJoin = 'round';
    for (const [state, [colour, alpha, width]] of Object.entries(looks)) {
      pen.strokeStyle = css(token(colour), answer.number.length > 60 || state === 'running' ? alpha : Math.min(1, alpha + 0.25));
      pen.lineWidth = width;
      pen.beginPath();
      answer.number.forEach((trial, i) => {
        if (group(answer.state[i]) === state && trial !== best && !this.#isSearch(trial) && !this.#isHidden(i)) this.#trace(i, x, y, pen);
      });
      pen.stroke();
    }
    this.#paintSearches(x, y, pen);
    const index = answer.number.indexOf(best);
    if (index < 0 || this.#isHidden(index)) return;
    pen.beginPath();
    pen.strokeStyle = css(token('chart-best'));
    pen.lineWidth = 2.4;
    this.#trace(index, x, y, pen);
    pen.stroke();
  }

  // Dashed: what they report is reached with shared weights, and no candidate's.
  #paintSearches(x, y, pen) {
    pen.strokeStyle = css(token('chart-late'), 0.9);
    pen.lineWidth = 1.8;
    pen.setLineDash([6, 4]);
    pen.beginPath();
    this.curves.answer.number.forEach((trial, i) => {
      if (this.#isSearch(trial) && !this.#isHidden(i)) this.#trace(i, x, y, pen);
    });
    pen.stroke();
    pen.setLineDash([]);
  }

  #isSearch(trial) {
    const row = this.source.trials.rowOf(trial);
    return row >= 0 && !Number.isNaN(this.source.trials.search[row]);
  }

  #isHidden(i) {
    const { answer } = this.curves;
    if (this.#isSearch(answer.number[i])) return this.hidden.has('line search');
    return this.hidden.has(answer.number[i] === this.source.summary.best_trial ? 'incumbent' : `line ${group(answer.state[i])}`);
  }

  #trace(i, x, y, pen) {
    let isFirst = true;
    const { steps, values } = this.curves.answer;
    values[i].forEach((value, k) => {
      if (!Number.isFinite(value)) return;
      if (isFirst) pen.moveTo(x(steps[i][k]), y(value));
      else pen.lineTo(x(steps[i][k]), y(value));
      isFirst = false;
    });
  }

  highlight(pen) {
    super.highlight(pen);
    const { answer } = this.curves, [panel] = this.panels;
    if (!answer || !panel) return;
    const lit = answer.number.map((trial, i) => trial === this.bus.hovered || this.bus.chosen?.has(trial) ? i : -1).filter(i => i >= 0);
    this.within(panel, pen, () => {
      pen.beginPath();
      pen.strokeStyle = css(token(this.bus.chosen ? 'chart-best' : 'chart-ink'));
      pen.lineWidth = 2;
      for (const i of lit) this.#trace(i, panel.x, panel.y, pen);
      pen.stroke();
    });
  }

  describe(row) {
    const [title, rows] = super.describe(row), { answer } = this.curves, [panel] = this.panels;
    const at = [[t('step'), number(panel.x.invert(panel.placed.x[this.index]))], [answer.metric, number(panel.y.invert(panel.placed.y[this.index]), 5)]];
    return [title, [...at, ...rows.slice(1)]];
  }

  tell(shown) {
    super.tell(shown);
    const { number: drawn, total } = this.curves.answer;
    this.badge.hidden = drawn.length >= total || Boolean(this.state.trials);
    this.badge.textContent = t('{0} of {1} curves', drawn.length.toLocaleString(), total.toLocaleString());
  }

  summary() {
    const { answer } = this.curves;
    return t('{0} of {1} trials over their steps.', answer.number.length, answer.metric);
  }

  table() {
    const { answer } = this.curves;
    const rows = answer.number.flatMap((trial, i) => answer.steps[i].map((step, k) => [trial, answer.state[i], step, answer.values[i][k]]));
    return [['number', 'state', 'step', answer.metric], rows];
  }

  dispose() {
    this.curves.dispose();
    super.dispose();
  }
}
