// The best value so far of several studies, against the trials they spent or the time since they started.

import { t } from '../texts.js';
import { ComparePlot } from './compare-plot.js';
import { choice } from './controls.js';
import { duration, number } from './scales.js';
import { completed } from './trials.js';

export function create(root, studyId, sequence, state, owner) {
  return new CompareHistoryChart(root, state, owner).start();
}

class CompareHistoryChart extends ComparePlot {
  setup() {
    this.against = choice(this.tools, t('against'), value => this.choose('x', value === 'time' ? 'time' : null), this.signal);
  }

  get isTime() {
    return this.state.x === 'time';
  }

  // In the order in which trials were started, or ended when it goes by time; the line reaches as far as the study has come.
  series({ trials, sign }) {
    const { state, value, number: numbers, started, ended } = trials;
    const order = trials.order();
    if (order.length === 0) return null;
    const first = order.reduce((least, row) => Math.min(least, started[row]), Infinity);
    const at = row => this.isTime ? (ended[row] - first) / 1000 : numbers[row] + 1;
    const rows = Array.from(order.filter(row => state[row] === completed && !Number.isNaN(value[row]) && trials.isFeasible(row)));
    if (this.isTime) rows.sort((a, b) => ended[a] - ended[b]);
    const x = [], y = [];
    for (const row of rows) {
      if (y.length > 0 && sign * value[row] >= sign * y.at(-1)) continue;
      x.push(at(row));
      y.push(value[row]);
    }
    if (rows.length > 0) {
      x.push(Array.from(order, at).reduce((most, end) => Math.max(most, end || 0), 0));
      y.push(y.at(-1));
    }
    return { x, y };
  }

  axesOf(lines) {
    this.against.set([['trials', t('trials')], ['time', t('time')]], this.isTime ? 'time' : 'trials');
    const last = lines.reduce((most, line) => Math.max(most, line.x.at(-1)), 0);
    const x = this.isTime ? { kind: 'linear', domain: [0, last || 1], title: t('time since the start'), text: duration }
      : { kind: 'linear', domain: [0.5, Math.max(10, last + 0.5)], title: t('trials'), whole: true };
    return { x, y: this.valueAxis(lines.map(line => line.y)) };
  }

  place(at) {
    return this.isTime ? t('After {0}', duration(at)) : t('After {0} trials', Math.max(1, Math.floor(at)));
  }

  summary(line) {
    return number(line.y.at(-1));
  }
}
