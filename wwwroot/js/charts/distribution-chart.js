// The empirical distribution function: the share of completed trials whose value is at most x.

import { t } from '../texts.js';
import { css, token } from './colours.js';
import { PanelChart } from './panel-chart.js';
import { number } from './scales.js';

export function create(root, studyId, sequence, state, owner) {
  return new DistributionChart(root, studyId, state, owner).start(sequence);
}

class DistributionChart extends PanelChart {
  setup() {
    this.objectiveChoice();
    this.logToggle();
    super.setup();
  }

  lack() {
    return super.lack() || (this.completed().length === 0 ? t('No trial has completed yet.') : '');
  }

  layout() {
    const { values } = this;
    const rows = this.once(`sorted ${this.metric}`, () => this.completed().slice().sort((a, b) => values[a] - values[b]));
    const area = { left: 62, right: this.width - 14, top: 26, bottom: this.height - 42 };
    const percent = share => `${number(share * 100, 3)} %`;
    return [{
      key: 'distribution', area, rows, x: this.valueAxis([values[rows[0]], values[rows.at(-1)]]),
      y: { kind: 'linear', domain: [0, 1.02], title: t('share of trials at or below'), text: percent },
    }];
  }

  mark(panel) {
    const { rows, x, y } = panel, { values } = this;
    panel.placed = {
      count: rows.length, row: rows, x: Float64Array.from(rows, row => x(values[row])), y: Float64Array.from(rows, (_, i) => y((i + 1) / rows.length)),
    };
  }

  paint({ placed, y, area }, pen) {
    pen.beginPath();
    pen.moveTo(area.left, y(0));
    let [px, py] = [placed.x[0], y(0)];
    for (let i = 0; i < placed.count; i++) {
      // Steps of less than half a pixel are drawn as one.
      if (i < placed.count - 1 && i > 0 && placed.x[i] - px < 0.5 && py - placed.y[i] < 0.5) continue;
      pen.lineTo(placed.x[i], py);
      pen.lineTo(placed.x[i], placed.y[i]);
      [px, py] = [placed.x[i], placed.y[i]];
    }
    pen.lineTo(area.right, py);
    pen.strokeStyle = css(token('chart-running'));
    pen.lineWidth = 2;
    pen.stroke();
  }

  // The nearest step to the left or right, however far below the pointer.
  pick({ placed }, x) {
    let nearest = -1, least = Infinity;
    for (let i = 0; i < placed.count; i++) {
      const distance = Math.abs(placed.x[i] - x);
      if (distance < least) [nearest, least] = [i, distance];
    }
    return nearest;
  }

  summary() {
    const rows = this.panels[0].rows;
    const middle = this.values[rows[Math.floor((rows.length - 1) / 2)]];
    return t('{0} completed trials; half of them have a {1} of at most {2}.', rows.length, this.metric, number(middle));
  }
}
