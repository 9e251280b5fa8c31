// When each trial ran: a bar from its start to its end, or one a run where it was paused in between, on the first line that was free then, as
// workers take them.

import { t } from '../texts.js';
import { Answers } from './answers.js';
import { css, token } from './colours.js';
import { legend, make } from './controls.js';
import { PanelChart } from './panel-chart.js';
import { duration } from './scales.js';
import { element } from './svg.js';
import { states } from './trials.js';

const colours = {
  completed: 'chart-completed', running: 'chart-running', paused: 'chart-paused', stopped: 'chart-stopped', failed: 'chart-failed', cancelled: 'chart-failed',
};
const groups = { cancelled: 'failed' };

export function create(root, studyId, sequence, state, owner) {
  return new TimelineChart(root, studyId, state, owner).start(sequence);
}

class TimelineChart extends PanelChart {
  hidden = new Set();

  setup() {
    this.answers = new Answers(this.studyId, 'runs', () => this.redraw());
    super.setup();
    const entries = [['bar completed', t('completed')], ['bar running', t('running')], ['bar paused', t('paused')], ['bar stopped', t('stopped early')], ['bar failed', t('failed')]];
    legend(this.foot, entries, this.hidden, () => this.redraw(), this.signal);
    this.sharing = make('div', { hidden: true });
    legend(this.sharing, [['bar search', t('search, with shared weights')]], this.hidden, () => this.redraw(), this.signal);
    this.foot.append(this.sharing);
  }

  // What is drawn, by its start: { row, from, to }. Trials that ran in one go are not in the answer.
  bars() {
    const { trials } = this.source, { answer } = this.answers, now = Date.now(), again = new Set(answer?.number), bars = [];
    answer?.number.forEach((number, i) => {
      const row = trials.rowOf(number);
      if (row >= 0) bars.push({ row, from: answer.from[i], to: answer.to[i] ?? now });
    });
    // A paused trial holds no worker: it ran as long as its reports say.
    const paused = states.indexOf('paused');
    const end = row => !Number.isNaN(trials.ended[row]) ? trials.ended[row]
      : trials.state[row] === paused ? trials.started[row] + 1000 * (trials.seconds[row] || 0) : now;
    for (const row of trials.order()) if (!again.has(trials.number[row])) bars.push({ row, from: trials.started[row], to: end(row) });
    return bars.sort((a, b) => a.from - b.from);
  }

  layout() {
    this.answers.want({}, this.source.sequence);
    const bars = this.bars(), free = [], slots = new Uint16Array(bars.length);
    let last = -Infinity;
    bars.forEach(({ from, to }, i) => {
      let slot = free.findIndex(time => time <= from);
      if (slot < 0) slot = free.length;
      free[slot] = to;
      slots[i] = slot;
      if (to > last) last = to;
    });
    Object.assign(this, { drawn: bars, slots });
    const first = bars[0].from, margin = Math.max(500, (last - first) * 0.01);
    const area = { left: 62, right: this.width - 14, top: 26, bottom: this.height - 42 };
    const names = Array.from({ length: Math.max(1, free.length) }, (_, i) => String(free.length - i));
    return [{
      key: 'timeline', area, y: { kind: 'band', choices: names, title: t('trials at a time') },
      x: { kind: 'time', domain: [first - margin, last + margin], title: t('time') },
    }];
  }

  mark(panel) {
    const { drawn } = this, { x, y } = panel, step = Math.abs(y.width), base = y('1');
    panel.thick = Math.max(1, Math.min(26, step * 0.8));
    panel.placed = {
      count: drawn.length, row: Int32Array.from(drawn, bar => bar.row), x: Float64Array.from(drawn, bar => (x(bar.from) + x(bar.to)) / 2),
      y: Float64Array.from(this.slots, slot => base + slot * step),
      from: Float64Array.from(drawn, bar => x(bar.from)), to: Float64Array.from(drawn, bar => x(bar.to)),
    };
  }

  // Bars that begin within half a pixel of the last one drawn on their line, in its colour, are not drawn again.
  paint({ placed, thick }, pen) {
    const { trials } = this.source, drawn = new Map();
    const shades = states.map(state => css(token(colours[state]), state === 'completed' ? 0.75 : 0.95));
    const searching = css(token('chart-late'), 0.95);
    this.sharing.hidden = trials.search.every(Number.isNaN);
    for (let i = 0; i < placed.count; i++) {
      const isSearch = !Number.isNaN(trials.search[placed.row[i]]);
      const code = isSearch ? states.length : trials.state[placed.row[i]], key = code * 65_536 + this.slots[i];
      if (this.hidden.has(isSearch ? 'bar search' : `bar ${groups[states[code]] ?? states[code]}`) || placed.to[i] < (drawn.get(key) ?? -Infinity)) continue;
      const width = Math.max(1, placed.to[i] - placed.from[i] - 1);
      pen.fillStyle = isSearch ? searching : shades[code];
      pen.fillRect(placed.from[i], placed.y[i] - thick / 2, width, thick);
      drawn.set(key, placed.from[i] + Math.max(0.5, width));
    }
  }

  pick({ placed, thick }, x, y) {
    let nearest = -1, least = 12;
    for (let i = 0; i < placed.count; i++) {
      if (Math.abs(placed.y[i] - y) > thick / 2 + 3) continue;
      const distance = Math.max(placed.from[i] - x, x - placed.to[i], 0);
      if (distance < least) [nearest, least] = [i, distance];
    }
    return nearest;
  }

  ring({ placed, thick, area }, row) {
    for (let i = placed.row.indexOf(row); i >= 0; i = placed.row.indexOf(row, i + 1)) {
      const left = Math.max(area.left, placed.from[i] - 1), right = Math.min(area.right, placed.to[i] + 1);
      if (right < left) continue;
      element(this.marker, 'rect', { class: 'focus-mark', x: left, y: placed.y[i] - thick / 2 - 1, width: Math.max(3, right - left), height: thick + 2, rx: 2 });
    }
  }

  dispose() {
    this.answers.dispose();
    super.dispose();
  }

  summary() {
    const { trials } = this.source;
    const span = (Math.max(...this.panels[0].x.axis.domain) - Math.min(...this.panels[0].x.axis.domain)) / 1000;
    return t('{0} trials in {1}, at most {2} at a time.', trials.size, duration(span), this.panels[0].y.axis.choices.length);
  }
}
