// Every trial's value by its state, hollow where it breaks an outcome constraint, and the best so far of the others as a step line. Trials without a value stand on the ground line.

import { t } from '../texts.js';
import { css, token } from './colours.js';
import { legend } from './controls.js';
import { extent } from './parameters.js';
import { PanelChart } from './panel-chart.js';
import { look } from './points.js';
import { number } from './scales.js';
import { completed, states } from './trials.js';

const looks = {
  stopped: ['square', 'chart-stopped'], failed: ['cross', 'chart-failed'], cancelled: ['cross', 'chart-failed'],
  completed: ['dot', 'chart-completed'], running: ['ring', 'chart-running'], paused: ['ring', 'chart-paused'],
};
const groups = { cancelled: 'failed' };

export function create(root, studyId, sequence, state, owner) {
  return new HistoryChart(root, studyId, state, owner).start(sequence);
}

class HistoryChart extends PanelChart {
  hidden = new Set();

  setup() {
    this.objectiveChoice();
    this.logToggle();
    super.setup();
    const entries = [['incumbent', t('best so far')], ['completed', t('completed')], ['running', t('running')], ['paused', t('paused')], ['stopped', t('stopped early')],
      ['failed', t('failed')]];
    legend(this.foot, entries, this.hidden, () => this.redraw(), this.signal);
  }

  lack() {
    const lack = super.lack();
    const { trials } = this.source;
    if (lack || extent(trials.order(), this.values)) return lack;
    return this.source.hasEnded() ? t('No trial has a value: the table says why.') : t('No trial has a value yet.');
  }

  layout() {
    this.explain();
    const { trials } = this.source, order = trials.order();
    const area = { left: 62, right: this.width - 14, top: 26, bottom: this.height - 42 };
    const last = trials.number[order.at(-1)];
    return [{
      key: 'history', area, y: this.valueAxis(extent(order, this.values)),
      x: { kind: 'linear', domain: [-0.5, Math.max(4.5, last + 0.5)], title: t('trial'), whole: true },
    }];
  }

  // Whether the study constrains outcomes is known with its trials.
  explain() {
    if (this.isExplained || this.source.summary.outcomes.length === 0) return;
    this.isExplained = true;
    legend(this.foot, [['infeasible', t('breaks a constraint')]], this.hidden, () => this.redraw(), this.signal);
  }

  mark(panel) {
    const { trials } = this.source, { values } = this, order = this.candidates(), { x, y, area } = panel;
    const placed = { count: order.length, x: new Float64Array(order.length), y: new Float64Array(order.length), row: order };
    order.forEach((row, i) => {
      placed.x[i] = x(trials.number[row]);
      placed.y[i] = Number.isNaN(values[row]) ? area.bottom - 7 : y(values[row]);
    });
    panel.placed = placed;
    const { radius, alpha } = look(order.length);
    for (const [state, [shape, colour]] of Object.entries(looks)) {
      if (this.hidden.has(groups[state] ?? state)) continue;
      const code = states.indexOf(state), shade = token(colour);
      const of = order.map((row, i) => trials.state[row] === code ? i : -1).filter(i => i >= 0);
      const stamp = (form, some) => some.length > 0 && this.points.stamp(form, form === 'dot' ? radius : radius + 0.4, Math.min(0.9, state === 'completed' || order.length > 600 ? alpha : 0.9),
        area, some.length, Float64Array.from(some, i => placed.x[i]), Float64Array.from(some, i => placed.y[i]), () => shade);
      if (state !== 'completed') {
        stamp(shape, of);
        continue;
      }
      stamp(shape, of.filter(i => trials.isFeasible(order[i])));
      if (!this.hidden.has('infeasible')) stamp('ring', of.filter(i => !trials.isFeasible(order[i])));
    }
  }

  paint({ x, y, area }, pen) {
    const { trials } = this.source, { sign, values } = this;
    let best = -1;
    pen.beginPath();
    for (const row of trials.order()) {
      const value = values[row];
      if (trials.state[row] !== completed || Number.isNaN(value) || !trials.isFeasible(row) || (best >= 0 && sign * value >= sign * values[best])) continue;
      if (best < 0) pen.moveTo(x(trials.number[row]), y(value));
      else pen.lineTo(x(trials.number[row]), y(values[best]));
      pen.lineTo(x(trials.number[row]), y(value));
      best = row;
    }
    this.best = best;
    if (best < 0 || this.hidden.has('incumbent')) return;
    pen.lineTo(Math.max(area.right, x(trials.number[best])), y(values[best]));
    pen.strokeStyle = pen.fillStyle = css(token('chart-best'));
    pen.lineWidth = 2;
    pen.lineJoin = 'round';
    pen.stroke();
    pen.beginPath();
    pen.arc(x(trials.number[best]), y(values[best]), 4.5, 0, 7);
    pen.fill();
  }

  summary() {
    const { trials } = this.source;
    if (!(this.best >= 0)) return t('{0} trials.', trials.size);
    return t('{0} trials. Best {1} so far: {2} in trial {3}.', trials.size, this.metric, number(this.values[this.best]), trials.number[this.best]);
  }
}
