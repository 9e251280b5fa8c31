// How far each trial was let go: a stem a trial up to what it has spent, the rungs at which a scheduler compares trials as lines, and what became of
// the trial there as its colour.

import { t } from '../texts.js';
import { css, token } from './colours.js';
import { legend } from './controls.js';
import { PanelChart } from './panel-chart.js';
import { rungsOf } from './rungs.js';
import { number } from './scales.js';
import { states } from './trials.js';

const colours = {
  completed: 'chart-completed', running: 'chart-running', paused: 'chart-paused', stopped: 'chart-stopped', failed: 'chart-failed', cancelled: 'chart-failed',
};
const groups = { cancelled: 'failed' };

export function create(root, studyId, sequence, state, owner) {
  return new RungsChart(root, studyId, state, owner).start(sequence);
}

class RungsChart extends PanelChart {
  hidden = new Set();

  setup() {
    super.setup();
    const entries = [['bar completed', t('completed')], ['bar running', t('running')], ['bar paused', t('paused')], ['bar stopped', t('stopped early')], ['bar failed', t('failed')]];
    legend(this.foot, entries, this.hidden, () => this.redraw(), this.signal);
  }

  lack() {
    const lack = super.lack();
    if (lack) return lack;
    this.rungs = this.once('rungs', () => rungsOf(this.source.trials));
    return this.rungs.length < 2 ? t('All trials have the same budget so far.') : '';
  }

  layout() {
    const { trials } = this.source, order = trials.order();
    const area = { left: 62, right: this.width - 14, top: 26, bottom: this.height - 42 };
    // The rungs are the ticks; of too many every other, down from the full budget.
    const each = Math.ceil(this.rungs.length * 16 / (area.bottom - area.top));
    const ticks = this.rungs.filter((_, i) => (this.rungs.length - 1 - i) % each === 0);
    return [{
      key: 'rungs', area, x: { kind: 'linear', domain: [-0.5, Math.max(4.5, trials.number[order.at(-1)] + 0.5)], title: t('trial') },
      y: { kind: 'log', domain: [this.rungs[0] * 0.6, this.rungs.at(-1) * 1.3], title: t('budget spent'), ticks },
    }];
  }

  mark(panel) {
    const { trials } = this.source, order = trials.order(), { x, y, area } = panel;
    const floor = panel.y.axis.domain[0];
    panel.placed = {
      count: order.length, row: order, x: Float64Array.from(order, row => x(trials.number[row])),
      y: Float64Array.from(order, row => trials.step[row] > floor ? y(trials.step[row]) : area.bottom),
    };
  }

  under({ y, area }, pen) {
    pen.strokeStyle = css(token('muted'), 0.5);
    pen.lineWidth = 1;
    pen.setLineDash([4, 4]);
    pen.beginPath();
    for (const rung of this.rungs) {
      pen.moveTo(area.left, y(rung));
      pen.lineTo(area.right, y(rung));
    }
    pen.stroke();
    pen.setLineDash([]);
  }

  paint({ placed, area, x }, pen) {
    const { trials } = this.source, width = Math.max(1, Math.min(7, Math.abs(x(1) - x(0)) * 0.55));
    const shades = states.map(state => css(token(colours[state]), placed.count > 400 ? 0.6 : 0.85));
    for (let i = 0; i < placed.count; i++) {
      const state = states[trials.state[placed.row[i]]];
      if (this.hidden.has(`bar ${groups[state] ?? state}`)) continue;
      pen.fillStyle = shades[trials.state[placed.row[i]]];
      pen.fillRect(placed.x[i] - width / 2, placed.y[i], width, Math.max(2, area.bottom - placed.y[i]));
    }
  }

  // A trial is found anywhere along its stem.
  pick({ placed, area }, x, y) {
    let nearest = -1, least = 6;
    for (let i = 0; i < placed.count; i++) {
      const distance = Math.abs(placed.x[i] - x);
      if (distance < least && y >= placed.y[i] - 8 && y <= area.bottom + 4) [nearest, least] = [i, distance];
    }
    return nearest;
  }

  describe(row) {
    const [title, rows] = super.describe(row);
    const { trials } = this.source;
    return [title, [[t('budget spent'), t('{0} of {1} units', number(trials.step[row]), number(trials.budget[row]))], ...rows]];
  }

  summary() {
    const { trials } = this.source;
    const reached = this.rungs.map(rung => t('{0} reached {1}', trials.order().filter(row => trials.step[row] >= rung).length, number(rung)));
    return reached.join(', ') + '.';
  }
}
