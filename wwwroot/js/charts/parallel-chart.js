// Every completed trial as a line over one axis a parameter and the objective, coloured from the worst rank to the best. Ranges brushed on axes dim the
// lines outside and make a filter of trials, which the page applies to its table.

import { t } from '../texts.js';
import { label } from './axes.js';
import { expression, parse, rangeText } from './brushes.js';
import { css, rampLevels, rampTable, token } from './colours.js';
import { make } from './controls.js';
import { ParallelAxes } from './parallel-axes.js';
import { drawable, extent, parameterAxis, position } from './parameters.js';
import { scaleOf } from './scales.js';
import { Strands } from './strands.js';
import { StudyChart } from './study-chart.js';
import { element } from './svg.js';

const onFront = 'front = 1'; // the clause of a filter that the page's own button makes
const leaders = 40; // the best of many are stroked above them
const many = 1200; // from this many lines on they are counted into a grid instead of stroked

export function create(root, studyId, sequence, state, owner) {
  return new ParallelChart(root, studyId, state, owner).start(sequence);
}

class ParallelChart extends StudyChart {
  axesShown = [];
  ranges = new Map();
  rest = [];

  setup() {
    this.objectiveChoice();
    this.heads = new ParallelAxes(this);
    this.told = make('p', { className: 'fine-print' });
    this.foot.append(this.told);
    this.stage.addEventListener('pointermove', event => this.#point(event), { signal: this.signal });
    this.stage.addEventListener('pointerleave', () => this.#unpoint(), { signal: this.signal });
    this.stage.addEventListener('keydown', event => this.#key(event), { signal: this.signal });
  }

  lack() {
    return super.lack() || (this.completed().length === 0 ? t('No trial has completed yet.') : '');
  }

  draw() {
    this.began = performance.now();
    const lack = this.lack();
    this.say(lack);
    this.heads.row.hidden = lack !== '';
    if (lack) return;
    this.#layout();
    this.heads.place(this.axesShown);
    this.#drawLines();
    this.#drawAxes();
    this.heads.brushes(this.axes);
    const clauses = [...this.ranges].map(([name, range]) => `${name} ${rangeText(range, this.axesShown.find(a => a.name === name)?.choices)}`);
    if (this.rest.includes(onFront)) clauses.unshift(t('on the front'));
    const inside = this.rows.length === this.lit.length ? '' : t('{0} of {1} trials inside the brushes: {2}', this.lit.length, this.rows.length, clauses.join(' · '));
    this.told.textContent = inside || t('Drag along an axis to brush it, its name to move it.');
    this.tell(this.rows.length);
    Object.assign(this.root.dataset, { lit: this.lit.length, brushes: this.ranges.size });
  }

  #layout() {
    const { trials, summary } = this.source;
    this.rows = this.completed();
    this.goodness = this.ranks();
    const objectives = summary.objectives.map((o, i) => {
      const column = this.source.valuesOf(o);
      return { name: i === 0 ? 'value' : `metrics.${o.metric}`, title: o.metric, column, axis: this.valueAxis(extent(this.rows, column) ?? [0, 1], o.metric) };
    });
    const all = drawable(trials).map(p => ({ name: p.name, title: p.name, choices: p.choices, column: trials.config[p.name], axis: parameterAxis(p) }));
    this.axesShown = this.#ordered([...all, ...objectives]);
    ({ ranges: this.ranges, rest: this.rest } = this.brushed ?? parse(this.state.filter, this.axesShown));
    this.area = { left: 56, right: this.width - 56, top: 34, bottom: this.height - 14 };
    this.gap = (this.area.right - this.area.left) / Math.max(1, this.axesShown.length - 1);
    this.axesShown.forEach((axis, i) => {
      axis.at = this.area.left + i * this.gap;
      axis.scale = scaleOf(axis.axis, [this.area.bottom, this.area.top]);
      axis.scale.width &&= Math.abs(axis.scale.width);
      const place = axis.choices ? this.#band(axis) : position(axis.scale, axis.column, trials.number);
      axis.y = new Float32Array(this.rows.length);
      this.rows.forEach((row, k) => axis.y[k] = place(row));
    });
    this.lit = this.#inside();
  }

  #band({ scale, column, choices }) {
    const first = scale(choices[0]), { trials } = this.source;
    return row => first - column[row] * scale.width + ((trials.number[row] * 0.618034) % 1 - 0.5) * Math.min(scale.width * 0.6, 40);
  }

  #ordered(axes) {
    const wanted = (this.state.axes ?? '').split(',');
    const rank = axis => wanted.includes(axis.name) ? wanted.indexOf(axis.name) : 1000;
    return axes.map((axis, i) => [axis, i]).sort(([a, i], [b, k]) => rank(a) - rank(b) || i - k).map(([axis]) => axis);
  }

  // Places, in this.rows, of the trials inside all brushes; the best come last and are drawn on top.
  #inside() {
    const limits = [...this.ranges].map(([name, range]) => [this.axesShown.find(a => a.name === name).column, ...range]);
    const isFront = this.rest.includes(onFront) ? new Set(this.front()) : null;
    const climbing = this.once(`climbing ${this.metric}`, () => Uint32Array.from(this.rows.keys()).sort((a, b) => this.goodness[this.rows[a]] - this.goodness[this.rows[b]]));
    if (limits.length === 0 && !isFront) return climbing;
    return climbing.filter(k => (!isFront || isFront.has(this.rows[k])) && limits.every(([column, from, to]) => column[this.rows[k]] >= from && column[this.rows[k]] <= to));
  }

  #drawLines() {
    if (this.lit.length < this.rows.length) this.#trace(this.rows.keys(), this.pen, css(token('chart-stopped'), this.rows.length > many ? 0.05 : 0.16));
    if (this.lit.length > many) return this.#drawMany();
    const shades = rampTable(), alpha = this.lit.length > 300 ? 0.4 : 0.75;
    this.pen.lineWidth = 1.2;
    for (const k of this.lit) this.#trace([k], this.pen, css(shades[this.#level(k)], alpha + 0.25 * this.goodness[this.rows[k]]));
  }

  #level(k) {
    return Math.round(this.goodness[this.rows[k]] * (rampLevels - 1));
  }

  // Of very many lines the density is what can be seen, for which half the resolution will do.
  #drawMany() {
    const { width, height } = this, scale = this.lit.length > 4000 ? 0.5 : 1;
    const [w, h] = [Math.ceil(width * scale) + 1, Math.ceil(height * scale) + 1];
    if (this.strands?.width !== w || this.strands.height !== h) this.strands = new Strands(w, h);
    else this.strands.clear();
    for (const k of this.lit) {
      const level = this.#level(k);
      let from = null;
      for (const axis of this.axesShown) {
        if (Number.isNaN(axis.y[k])) continue;
        if (from) this.strands.line(from.at * scale, from.y[k] * scale, axis.at * scale, axis.y[k] * scale, level);
        from = axis;
      }
    }
    this.strands.paint(this.pen, rampTable(), Math.min(0.5, 900 / this.lit.length), width, height);
    this.pen.lineWidth = 1.2;
    for (const k of this.lit.slice(-leaders)) this.#trace([k], this.pen, css(rampTable()[this.#level(k)], 0.8));
  }

  #trace(places, pen, colour) {
    pen.strokeStyle = colour;
    let inPath = 0;
    pen.beginPath();
    for (const k of places) {
      this.#path(k, pen);
      // Long paths are slow to stroke: they are cut.
      if (++inPath % 100 === 0) {
        pen.stroke();
        pen.beginPath();
      }
    }
    pen.stroke();
  }

  // A parameter that a trial lacks is passed by, so that the line reaches the objective.
  #path(k, pen) {
    let isDown = false;
    for (const { at, y } of this.axesShown) {
      if (Number.isNaN(y[k])) continue;
      if (isDown) pen.lineTo(at, y[k]);
      else pen.moveTo(at, y[k]);
      isDown = true;
    }
  }

  #drawAxes() {
    const { top, bottom } = this.area;
    for (const { at, scale, choices } of this.axesShown) {
      element(this.axes, 'path', { class: 'axis', d: `M${at} ${top}V${bottom}` });
      const ticks = choices ?? scale.ticks(Math.max(2, Math.floor((bottom - top) / 56)));
      for (const tick of ticks) {
        const y = scale(tick), words = choices ? String(tick) : label(scale, tick);
        if (y < top - 1 || y > bottom + 1) continue;
        element(this.axes, 'text', { class: 'tick halo', x: at + 6, y, dy: '.32em' }).textContent = words.length > 14 ? `${words.slice(0, 13)}…` : words;
      }
    }
  }

  moveAxis(name, places) {
    const names = this.axesShown.map(a => a.name), from = names.indexOf(name);
    const to = Math.max(0, Math.min(names.length - 1, from + places));
    if (to === from) return;
    names.splice(to, 0, ...names.splice(from, 1));
    this.choose('axes', names.join(','));
  }

  // A range of an axis, null for none; told to the page when the gesture is done.
  brush(axis, range, isDone) {
    const ranges = new Map(this.ranges);
    if (range && (range[0] > -Infinity || range[1] < Infinity)) ranges.set(axis.name, range);
    else ranges.delete(axis.name);
    this.ranges = ranges;
    this.brushed = { ranges, rest: this.rest };
    this.redraw();
    if (!isDone) return;
    const filter = expression(ranges, this.rest, this.axesShown);
    if (filter !== (this.state.filter ?? null)) this.owner?.invokeMethodAsync('Brush', filter);
    this.state.filter = filter ?? undefined;
  }

  set(state) {
    if (state.filter !== this.state.filter) this.brushed = null;
    super.set(state);
  }

  #point(event) {
    if (!this.rows || this.heads.brushing || !this.note.hidden) return;
    const box = this.stage.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    const i = Math.min(this.axesShown.length - 2, Math.max(0, Math.floor((x - this.area.left) / this.gap)));
    const [a, b] = [this.axesShown[i], this.axesShown[i + 1]], share = b ? (x - a.at) / this.gap : 0;
    let nearest = -1, least = 12;
    for (const k of this.lit) {
      const distance = Math.abs(a.y[k] + ((b ?? a).y[k] - a.y[k]) * share - y);
      if (distance <= least) [nearest, least] = [k, distance];
    }
    if (nearest < 0) return this.#unpoint();
    this.#focus(nearest, x, y);
  }

  #focus(k, x, y) {
    this.at = this.lit.indexOf(k);
    this.pointed = true;
    this.bus.hover(this.source.trials.number[this.rows[k]]);
    this.show(x, y, ...this.describe(this.rows[k]));
    this.refresh();
  }

  #unpoint() {
    if (!this.pointed) return;
    this.pointed = false;
    this.hide();
    this.bus.hover(null);
  }

  // Left and right step through the lit trials from the best to the worst.
  #key(event) {
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === 'Escape') this.#unpoint();
    if (!move || !this.lit?.length) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(this.lit.length - 1, (this.at ?? this.lit.length) + move));
    const last = this.axesShown.at(-1);
    this.#focus(this.lit[next], last.at - this.gap / 2, last.y[this.lit[next]]);
  }

  highlight(pen) {
    const { chosen, hovered } = this.bus, { trials } = this.source;
    this.root.dataset.hovered = hovered ?? '';
    this.stage.classList.toggle('dimmed', chosen !== null);
    if (!this.rows) return;
    pen.lineWidth = 1.4;
    if (chosen) this.#trace([...this.rows.keys()].filter(k => chosen.has(trials.number[this.rows[k]])), pen, css(token('chart-best'), 0.8));
    const k = hovered === null ? -1 : this.rows.indexOf(trials.rowOf(hovered));
    pen.lineWidth = 2.6;
    if (k >= 0) this.#trace([k], pen, css(token('chart-best')));
  }

  summary() {
    return t('{0} trials over {1}.', this.rows.length, this.axesShown.map(a => a.title).join(', '));
  }
}
