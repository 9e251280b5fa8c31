// The model over two parameters: a heat map a quantity, side by side, with the evaluated trials, the incumbent and the next proposal on each, and one
// crosshair over all of them.

import { make } from '../charts/controls.js';
import { number } from '../charts/scales.js';
import { t } from '../texts.js';
import { between, rangeOf, said, scaleOf, toUnit } from './axes.js';
import { costRamp, css, index as level, ramp } from './ramp.js';
import { Stage, calm, element, marks } from './stage.js';
import { named } from './words.js';

const titles = { distance: () => t('distance'), good: () => 'l(x, y)', bad: () => 'g(x, y)' };
const titleOf = field => titles[field.key]?.() ?? named(field);
const decade = 10; // costs that differ by more are coloured by their logarithms
const fine = 241; // pixels of a map along a numeric axis
const narrow = 620; // pixels below which the maps stand one below the other
const tall = 300; // pixels of a map then

export class Maps extends Stage {
  duration = 280;

  look(parameters, metric, minimizes) {
    Object.assign(this, { parameters, metric, minimizes, model: null, shown: null, at: null });
  }

  set(model) {
    Object.assign(this, { from: this.shown, model, began: performance.now() });
    this.say('');
    this.#size();
    this.redraw();
  }

  draw() {
    if (!this.model?.fields.length) return;
    this.#size();
    const share = calm() || !this.from ? 1 : Math.min(1, (performance.now() - this.began) / this.duration);
    this.shown = between(this.from, this.model, share * share * (3 - 2 * share));
    this.svg.replaceChildren();
    const pen = this.canvas.getContext('2d');
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    this.panels = this.#layout();
    for (const panel of this.panels) this.#drawMap(panel, pen);
    this.cursor = element(this.svg, 'g', { class: 'cross' });
    if (this.at) this.#cross();
    if (share < 1) this.redraw();
  }

  #size() {
    const count = this.model?.fields.length ?? 3;
    const height = this.host.clientWidth < narrow ? `${count * tall}px` : '';
    if (this.host.style.height !== height) this.host.style.height = height;
  }

  #layout() {
    const { fields } = this.shown;
    const stacked = this.width < narrow;
    const each = stacked ? this.width : this.width / fields.length;
    return fields.map((field, i) => {
      const [x0, y0] = stacked ? [0, i * tall] : [i * each, 0];
      const left = x0 + (i === 0 || stacked ? 62 : 34), right = x0 + each - 62;
      const area = { left, right, top: y0 + 26, bottom: y0 + (stacked ? tall : this.height) - 44 };
      const [x, y] = [scaleOf(this.parameters[0], [left, right]), scaleOf(this.parameters[1], [area.bottom, area.top])];
      const range = rangeOf(this.model.fields[i]);
      const isCost = field.role === 'cost';
      return { field, area, x, y, range, share: shareOf(range, isCost), labelled: i === 0 || stacked, colours: isCost ? costRamp : ramp,
        turned: field.role === 'objective' && this.minimizes };
    });
  }

  #drawMap(panel, pen) {
    const { field, area, x, y, labelled } = panel;
    const [w, h] = [area.right - area.left, area.bottom - area.top];
    if (w <= 0 || h <= 0) return;
    this.#hatch(pen, area);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(this.#image(panel), area.left, area.top, w, h);
    element(this.svg, 'rect', { class: 'frame', x: area.left, y: area.top, width: w, height: h });
    // Grid lines would hide under the map.
    this.yAxis(y, area, '', labelled ? said : () => '', false);
    element(this.svg, 'text', { class: 'map-title', x: area.left, y: area.top - 9 }, titleOf(field));
    const aside = { class: 'axis-title', x: area.right, y: area.top - 9, 'text-anchor': 'end' };
    if (labelled) element(this.svg, 'text', aside, `↑ ${this.parameters[1].title}`);
    this.xAxis(x, area, `${this.parameters[0].title} →`, said);
    this.#legend(panel);
    this.#drawPoints(panel);
  }

  // Where there is nothing to say, because a parameter is off or a constraint does not hold, the ground is hatched.
  #hatch(pen, { left, right, top, bottom }) {
    pen.save();
    pen.beginPath();
    pen.rect(left, top, right - left, bottom - top);
    pen.clip();
    pen.strokeStyle = getComputedStyle(this.host).getPropertyValue('--grid') || '#ccc';
    pen.beginPath();
    for (let x = left - (bottom - top); x < right; x += 9) {
      pen.moveTo(x, bottom);
      pen.lineTo(x + bottom - top, top);
    }
    pen.stroke();
    pen.restore();
  }

  // Between the nodes of a numeric axis values are interpolated; a choice has a cell of one colour.
  #image({ field, share: { of: shareAt }, turned, colours }) {
    const [ix, iy] = this.shown.axes.map((a, i) => nodes(this.parameters[i], a.values));
    const [px, py, ny] = [ix.length, iy.length, this.shown.axes[1].values.length];
    const image = new ImageData(px, py);
    const v = field.values;
    for (let row = 0; row < py; row++) {
      const [b0, b1, bt] = iy[py - 1 - row];
      for (let column = 0; column < px; column++) {
        const [a0, a1, at] = ix[column];
        const corners = [v[a0 * ny + b0], v[a1 * ny + b0], v[a0 * ny + b1], v[a1 * ny + b1]];
        if (corners.includes(null)) continue;
        const value = (corners[0] * (1 - at) + corners[1] * at) * (1 - bt) + (corners[2] * (1 - at) + corners[3] * at) * bt;
        const share = shareAt(value);
        const from = 3 * level(turned ? 1 - share : share), to = 4 * (row * px + column);
        image.data.set([colours[from], colours[from + 1], colours[from + 2], 255], to);
      }
    }
    const canvas = make('canvas', { width: px, height: py });
    canvas.getContext('2d').putImageData(image, 0, 0);
    return canvas;
  }

  #legend({ area, range: [low, high], share: { middle }, turned, field, colours }) {
    const left = area.right + 8, bands = 32, height = (area.bottom - area.top) / bands;
    for (let i = 0; i < bands; i++) {
      const share = (i + 0.5) / bands;
      const rung = element(this.svg, 'rect', { x: left, width: 9, y: area.bottom - (i + 1) * height - 0.3, height: height + 0.6 });
      rung.style.fill = css(turned ? 1 - share : share, colours);
    }
    const text = (y, words, dy) => element(this.svg, 'text', { class: 'tick', x: left + 13, y, dy }, words);
    text(area.top, number(high, 3), '.7em');
    text((area.top + area.bottom) / 2, number(middle, 3), '.32em');
    text(area.bottom, number(low, 3), '0');
    if (field.role === 'objective') text(turned ? area.bottom + 13 : area.top - 9, t('better'), '0');
  }

  #drawPoints({ x, y }) {
    const { number: numbers, at, good, latest } = this.model.points;
    const isGood = new Set(good);
    const spot = config => config && config[this.parameters[0].name] !== undefined && config[this.parameters[1].name] !== undefined
      ? [[x(config[this.parameters[0].name]), y(config[this.parameters[1].name])]] : [];
    // Trials of one choice are spread over its cell by their numbers.
    const place = (scale, value, n) => scale(value) + (scale.width ? ((n * 0.618) % 1 - 0.5) * 0.7 * Math.abs(scale.width) : 0);
    this.trials = numbers.map((n, i) => ({ number: n, value: this.model.points.value[i], good: isGood.has(n),
      x: scale => place(scale, at[0][i], n), y: scale => place(scale, at[1][i], n * 1.3) }));
    const of = some => some.map(p => [p.x(x), p.y(y)]);
    const draw = (kind, points, shape, size) => points.length && element(this.svg, 'path', { class: kind, d: marks(points, shape, size) });
    draw('on-map halo', of(this.trials));
    draw('on-map', of(this.trials.filter(p => !p.good)));
    draw('on-map good', of(this.trials.filter(p => p.good)));
    draw('latest', of(this.trials.filter(p => p.number === latest)), 'ring', 6.5);
    draw('incumbent-mark', spot(this.model.incumbent), 'diamond');
    for (const kind of ['proposal-cross halo', 'proposal-cross']) draw(kind, spot(this.model.proposal), 'cross');
  }

  point(px, py) {
    const panel = this.panels?.find(p => px >= p.area.left && px <= p.area.right && py >= p.area.top && py <= p.area.bottom);
    if (!panel || !this.model?.fields.length) return this.hide();
    const nearest = (scale, values, pixel) => {
      const away = values.map(v => Math.abs(scale(v) - pixel));
      return away.indexOf(Math.min(...away));
    };
    const [first, second] = this.model.axes;
    this.at = [nearest(panel.x, first.values, px), nearest(panel.y, second.values, py)];
    const trial = this.trials.find(p => (p.x(panel.x) - px) ** 2 + (p.y(panel.y) - py) ** 2 < 60);
    this.#cross(panel, trial);
  }

  step(dx, dy) {
    if (!this.model?.fields.length) return;
    const counts = this.model.axes.map(a => a.values.length);
    const from = this.at ?? counts.map(n => Math.floor(n / 2));
    this.at = [dx, dy].map((d, i) => Math.min(counts[i] - 1, Math.max(0, from[i] + d)));
    this.#cross();
  }

  unpoint() {
    this.at = null;
    this.cursor?.replaceChildren();
  }

  #cross(panel = this.panels[0], trial = null) {
    const { axes, fields } = this.model;
    const [v, w] = [axes[0].values[this.at[0]], axes[1].values[this.at[1]]];
    this.cursor.replaceChildren();
    for (const { area, x, y } of this.panels)
      element(this.cursor, 'path', { d: `M${x(v)} ${area.top}V${area.bottom}M${area.left} ${y(w)}H${area.right}` });
    const cell = this.at[0] * axes[1].values.length + this.at[1];
    const rows = [[this.parameters[0].title, said(v)], [this.parameters[1].title, said(w)],
      ...fields.map(f => [titleOf(f), number(f.values[cell])])];
    if (trial) rows.push([t('Trial {0}', trial.number), number(trial.value, 6)]);
    this.show(panel.x(v), panel.y(w), this.metric, rows);
  }
}

// Where a value lies between the ends of a range, 0 to 1, and the value in the middle.
function shareOf([low, high], isCost) {
  if (isCost && low > 0 && high / low > decade) {
    const span = Math.log(high / low);
    return { of: value => Math.log(value / low) / span, middle: Math.sqrt(low * high) };
  }
  return { of: value => (value - low) / (high - low || 1), middle: (low + high) / 2 };
}

// For each pixel of an axis the values to its sides and how far it lies between them.
function nodes(parameter, values) {
  if (parameter.choices || values.length === 1) return values.map((_, i) => [i, i, 0]);
  const places = values.map(v => toUnit(parameter, v));
  let below = 0;
  return Array.from({ length: fine }, (_, k) => {
    const u = k / (fine - 1);
    while (below < values.length - 2 && places[below + 1] < u) below++;
    return [below, below + 1, Math.min(1, Math.max(0, (u - places[below]) / (places[below + 1] - places[below])))];
  });
}
