// The completed trials over two objectives: those that no other dominates with the line they make, the others faint behind them.

import { t } from '../texts.js';
import { expression, parse } from './brushes.js';
import { css, token } from './colours.js';
import { choice, legend } from './controls.js';
import { frontOf, stairs } from './front.js';
import { PanelChart } from './panel-chart.js';
import { extent } from './parameters.js';
import { look } from './points.js';
import { number } from './scales.js';

export function create(root, studyId, sequence, state, owner) {
  return new FrontChart(root, studyId, state, owner).start(sequence);
}

class FrontChart extends PanelChart {
  hidden = new Set();

  setup() {
    this.pickX = choice(this.tools, t('across'), value => this.choose('ox', value), this.signal);
    this.pickY = choice(this.tools, t('up'), value => this.choose('oy', value), this.signal);
    for (const picker of [this.pickX, this.pickY]) picker.field.hidden = this.state.objectives?.split('\n').length === 2;
    super.setup();
    if (this.state.brushes) this.take('select');
    legend(this.foot, [['front', t('on the front')], ['completed', t('dominated')]], this.hidden, () => this.redraw(), this.signal);
  }

  lack() {
    const lack = super.lack();
    if (lack) return lack;
    if (this.source.summary.objectives.length < 2) return t('This takes two objectives.');
    return this.source.completedOf().length === 0 ? t('No trial has completed yet.') : '';
  }

  layout() {
    const { objectives } = this.source.summary;
    const across = objectives.find(o => o.metric === this.state.ox) ?? objectives.find(o => o.metric !== this.state.oy);
    const up = objectives.find(o => o.metric === this.state.oy && o !== across) ?? objectives.find(o => o !== across);
    for (const picker of [this.pickX, this.pickY]) picker.field.hidden = objectives.length === 2;
    this.pickX.set(objectives.map(o => [o.metric, o.metric]), across.metric);
    this.pickY.set(objectives.filter(o => o !== across).map(o => [o.metric, o.metric]), up.metric);
    this.rows = this.once('both', () => this.source.completedOf());
    const [a, b] = [across, up].map(o => this.source.valuesOf(o));
    const area = { left: 62, right: this.width - 18, top: 26, bottom: this.height - 42 };
    const panel = { key: `${across.metric} ${up.metric}`, area, across, up, columns: [a, b] };
    this.axesNow = [across, up].map((o, i) => ({ name: o === objectives[0] ? 'value' : `metrics.${o.metric}`, column: panel.columns[i] }));
    const better = o => o.direction === 'maximize' ? '→' : '←', higher = o => o.direction === 'maximize' ? '↑' : '↓';
    const plain = (range, title) => ({ ...this.valueAxis(range, title), title });
    return [{ ...panel, x: plain(extent(this.rows, a), `${across.metric} ${better(across)}`), y: plain(extent(this.rows, b), `${up.metric} ${higher(up)}`) }];
  }

  mark(panel) {
    const { rows } = this, { x, y, area, columns: [a, b] } = panel;
    const front = new Set(this.front()), order = [...rows.filter(row => !front.has(row)), ...front];
    panel.placed = { count: order.length, row: Int32Array.from(order), x: Float64Array.from(order, row => x(a[row])), y: Float64Array.from(order, row => y(b[row])) };
    const { placed } = panel, behind = order.length - front.size, { radius, alpha } = look(order.length);
    const stamp = (from, to, size, opacity, colour) => this.points.stamp('dot', size, opacity, area, to - from, placed.x.subarray(from, to), placed.y.subarray(from, to), () => colour);
    if (!this.hidden.has('completed')) stamp(0, behind, radius, alpha * 0.5, token('chart-stopped'));
    if (!this.hidden.has('front')) stamp(behind, order.length, Math.min(4.4, radius + 1.2), 1, token('chart-best'));
    Object.assign(this.root.dataset, { front: front.size });
  }

  // With more than two objectives the line is that of the two on the axes alone, and dashed.
  under({ x, y, area, across, up, columns }, pen) {
    if (this.hidden.has('front')) return;
    const signs = [across, up].map(o => o.direction === 'maximize' ? -1 : 1), [a, b] = columns.map((column, i) => [column, signs[i]]);
    const isAll = this.source.summary.objectives.length === 2;
    const corners = stairs(frontOf(this.front(), [a, b]), a, b).map(([u, v]) => [x(u), y(v)]);
    const ends = [[corners[0][0], signs[1] > 0 ? area.top : area.bottom], [signs[0] > 0 ? area.right : area.left, corners.at(-1)[1]]];
    pen.beginPath();
    pen.moveTo(...ends[0]);
    for (const corner of [...corners, ends[1]]) pen.lineTo(...corner);
    pen.strokeStyle = css(token('chart-best'), 0.8);
    pen.lineWidth = 1.6;
    pen.setLineDash(isAll ? [] : [5, 4]);
    pen.stroke();
    pen.setLineDash([]);
    pen.lineTo(signs[0] > 0 ? area.right : area.left, signs[1] > 0 ? area.top : area.bottom);
    pen.closePath();
    pen.fillStyle = css(token('chart-best'), 0.07);
    if (isAll) pen.fill();
  }

  // What of the page's filter are ranges of the two axes, as a box.
  paint({ x, y, area }, pen) {
    const { ranges } = parse(this.state.filter, this.axesNow);
    if (ranges.size === 0) return;
    const ends = (name, scale, [low, high]) => (ranges.get(name) ?? [-Infinity, Infinity]).map((v, i) => Number.isFinite(v) ? scale(v) : [low, high][i]);
    const [left, right] = ends(this.axesNow[0].name, x, [area.left, area.right]), [bottom, top] = ends(this.axesNow[1].name, y, [area.bottom, area.top]);
    pen.fillStyle = css(token('chart-best'), 0.1);
    pen.strokeStyle = css(token('chart-best'), 0.8);
    pen.lineWidth = 1;
    pen.fillRect(left, top, right - left, bottom - top);
    pen.strokeRect(left, top, right - left, bottom - top);
  }

  // A chosen box is a filter of the table as well.
  chooseWithin(panel, box) {
    super.chooseWithin(panel, box);
    if (!this.state.brushes) return;
    const [across, up] = this.axesNow.map(a => a.name), { ranges, rest } = parse(this.state.filter, this.axesNow);
    for (const name of [across, up]) ranges.delete(name);
    if (this.bus.chosen) {
      ranges.set(across, [panel.x.invert(box.left), panel.x.invert(box.right)]);
      ranges.set(up, [panel.y.invert(box.bottom), panel.y.invert(box.top)]);
    }
    const filter = expression(ranges, rest, this.axesNow);
    this.state.filter = filter ?? undefined;
    this.owner?.invokeMethodAsync('Brush', filter);
    this.redraw();
  }

  escape() {
    super.escape();
    if (this.panels[0] && this.state.filter) this.chooseWithin(this.panels[0], { left: -2, right: -1, top: -2, bottom: -1 });
  }

  set(state) {
    if (this.state.filter && !state.filter) this.bus.choose(null);
    super.set(state);
  }

  // A click opens the trial under the pointer.
  press(x, y) {
    this.point(x, y);
    this.open();
  }

  open() {
    if (this.pointed) this.owner?.invokeMethodAsync('Open', this.source.trials.number[this.pointed.placed.row[this.index]]);
  }

  summary() {
    const front = this.front(), { objectives } = this.source.summary;
    const [first, last] = [front[0], front.at(-1)].map(row => objectives.map(o => `${o.metric} ${number(this.source.valuesOf(o)[row])}`).join(', '));
    return t('{0} of {1} completed trials are on the front, from {2} to {3}.', front.length, this.rows.length, first, last);
  }

  table() {
    const [header, rows] = super.table(), { number: numbers } = this.source.trials;
    const front = new Set(this.front().map(row => numbers[row])), known = new Set(Array.from(this.rows, row => numbers[row]));
    return [[...header, 'front'], rows.filter(row => known.has(row[0])).map(row => [...row, front.has(row[0]) ? 1 : 0])];
  }
}
