// Several studies in one plot: a step line each, in a colour and a dash of its own. Pointer and arrow keys move a ruler that reads all of them off.

import { t } from '../texts.js';
import { xAxis, yAxis } from './axes.js';
import { css, token } from './colours.js';
import { legend, textButton, toggle } from './controls.js';
import { savePicture, saveTable } from './download.js';
import { Frame } from './frame.js';
import { number, scaleOf } from './scales.js';
import { acquire } from './study-source.js';
import { element } from './svg.js';

const hues = 8;
const dashes = [[], [6, 4], [2, 3], [9, 3, 2, 3]];

export class ComparePlot extends Frame {
  hidden = new Set();
  lines = [];
  ruler = null;

  constructor(root, state, owner) {
    super(root);
    Object.assign(this, { state, owner, title: root.querySelector('h2').textContent });
    this.sources = state.studies.split(',').map(id => acquire(Number(id)));
  }

  start() {
    this.say(t('Waiting for the first trial…'));
    this.setup?.();
    this.log = toggle(this.tools, t('log scale'), on => this.choose('log', on ? '1' : null), this.signal);
    this.log.field.hidden = true;
    textButton(this.tools, 'PNG', t('Download as a picture'), () => savePicture(this.canvas, this.svg, this.ratio, this.title, this.title), this.signal);
    textButton(this.tools, 'CSV', t('Download as a table'), () => saveTable(...this.#table(), this.title), this.signal);
    this.#listen();
    this.unlisten = this.sources.map(source => source.listen(() => this.redraw()));
    this.set(this.state);
    return this;
  }

  // The address changed, or a study moved on.
  set(state) {
    this.state = state;
    state.sequences.split(',').forEach((sequence, i) => this.sources[i].update(Number(sequence)));
    this.redraw();
  }

  choose(key, value) {
    this.state = { ...this.state, [key]: value };
    this.owner.invokeMethodAsync('Choose', key, value);
    this.redraw();
  }

  // Subclasses give series(source) → { x, y } of a study's steps or null, and axes(lines) → { x, y }.
  draw() {
    this.#legend();
    const series = this.sources.map((source, i) => source.summary ? { ...this.series(source), source, i } : null);
    this.lines = series.filter(line => line?.x?.length > 0 && !this.hidden.has(key(line.i)));
    this.say(this.lines.length > 0 ? '' : this.#lack());
    Object.assign(this.root.dataset, { drawn: this.sources.map(source => source.sequence).join(','), shown: this.lines.length });
    if (this.lines.length === 0) return;
    const area = this.area = { left: 62, right: this.width - 14, top: 26, bottom: this.height - 42 };
    const axes = this.axesOf(this.lines);
    this.x = scaleOf(axes.x, [area.left, area.right]);
    this.y = scaleOf(axes.y, [area.bottom, area.top]);
    yAxis(this.axes, this.pen, this.y, area, this.colours);
    xAxis(this.axes, this.pen, this.x, area, this.colours);
    for (const line of this.lines) this.#stroke(line);
    this.stage.setAttribute('aria-label', `${this.title}. ${this.lines.map(line => `${line.source.summary.name}: ${this.summary(line)}`).join('; ')}. `
      + t('Arrow keys move the ruler.'));
  }

  // An axis of the objective. A logarithmic one makes sense for positive values that span more than a decade and a half.
  valueAxis(values) {
    let [low, high] = [Infinity, -Infinity];
    for (const list of values) for (const value of list) [low, high] = [Math.min(low, value), Math.max(high, value)];
    const metrics = [...new Set(this.lines.map(line => line.source.summary.metric))];
    const title = metrics.length === 1 ? metrics[0] : t('objective');
    const isSensible = low > 0 && high / low > 30;
    this.log.field.hidden = !isSensible;
    this.log.box.checked = this.state.log === '1';
    if (isSensible && this.state.log === '1') return { kind: 'log', domain: [low * 0.85, high * 1.18], title };
    const margin = (high - low || Math.abs(high) || 1) * 0.06;
    return { kind: 'linear', domain: [low - margin, high + margin], title };
  }

  // Steps of less than half a pixel are drawn as one.
  #stroke({ x, y, i }) {
    const { pen } = this;
    pen.beginPath();
    pen.moveTo(this.x(x[0]), this.y(y[0]));
    let last = -Infinity;
    for (let k = 1; k < x.length; k++) {
      const px = this.x(x[k]);
      if (px - last < 0.5 && k < x.length - 1) continue;
      pen.lineTo(px, this.y(y[k - 1]));
      pen.lineTo(px, this.y(y[k]));
      last = px;
    }
    pen.strokeStyle = css(token(`series-${i % hues}`));
    pen.lineWidth = 2;
    pen.lineJoin = 'round';
    pen.setLineDash(dashes[Math.floor(i / hues) % dashes.length]);
    pen.stroke();
    pen.setLineDash([]);
  }

  // The ruler with a dot on each line.
  highlight() {
    if (this.ruler === null || this.lines.length === 0) return;
    const { area } = this, at = this.x.invert(this.ruler);
    element(this.marker, 'path', { class: 'crosshair', d: `M${this.ruler} ${area.top}V${area.bottom}` });
    const rows = [];
    for (const line of this.lines) {
      const value = valueAt(line, at);
      rows.push([line.source.summary.name, value === undefined ? '–' : this.reading(value)]);
      if (value !== undefined) {
        element(this.marker, 'circle', { cx: this.ruler, cy: this.y(value), r: 4, fill: css(token(`series-${line.i % hues}`)) });
      }
    }
    this.show(this.ruler, (area.top + area.bottom) / 2, this.place(at), rows);
  }

  reading(value) {
    return number(value, 6);
  }

  // [header, rows]: the corners of every line that is shown.
  #table() {
    const { x, y } = this.axesOf(this.lines), rows = this.lines.flatMap(line => Array.from(line.x, (at, k) => [line.source.summary.name, at, line.y[k]]));
    return [['study', x.title, y.title], rows];
  }

  #lack() {
    if (this.sources.some(source => source.failed)) return t('The trials could not be fetched; the next change tries again.');
    return this.sources.every(source => source.summary) ? t('No trial has completed yet.') : t('Waiting for the first trial…');
  }

  // Names are known with the first answer of each study, and a study may be renamed.
  #legend() {
    const names = this.sources.map(source => source.summary?.name ?? `${source.studyId}`);
    if (this.told === names.join('\n')) return;
    this.told = names.join('\n');
    this.foot.replaceChildren();
    legend(this.foot, names.map((name, i) => [key(i), name]), this.hidden, () => this.redraw(), this.signal);
  }

  #listen() {
    const options = { signal: this.signal };
    this.stage.addEventListener('pointermove', event => this.#move(event.clientX - this.stage.getBoundingClientRect().left), options);
    for (const end of ['pointerleave', 'blur']) this.stage.addEventListener(end, () => this.#move(null), options);
    this.stage.addEventListener('keydown', event => {
      const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
      if (event.key === 'Escape') this.#move(null);
      if (!(event.key in steps) || !this.area) return;
      event.preventDefault();
      const width = this.area.right - this.area.left;
      this.#move((this.ruler ?? this.area.right) + steps[event.key] * width / 60);
    }, options);
  }

  #move(x) {
    if (!this.area) return;
    this.ruler = x === null ? null : Math.min(this.area.right, Math.max(this.area.left, x));
    if (x === null) this.hide();
    this.refresh();
  }

  dispose() {
    for (const stop of this.unlisten) stop();
    for (const source of this.sources) source.release();
    super.dispose();
  }
}

// Names a series in the legend, and its look: hues come again with another dash.
const key = i => `line series-${i % hues} turn-${Math.floor(i / hues) % dashes.length} nr-${i}`;

// The value of a step line: that of the last step at or before a place.
function valueAt({ x, y }, at) {
  let low = 0, high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : y[low - 1];
}
