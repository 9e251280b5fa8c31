// What charts over two parameters share: the choice of the two, the same in all of them, and the trials as points.

import { t } from '../texts.js';
import { choice } from './controls.js';
import { PanelChart } from './panel-chart.js';
import { drawable, parameterAxis, position } from './parameters.js';
import { rampLevels, rampTable } from './colours.js';
import { look } from './points.js';
import { number } from './scales.js';
import { element } from './svg.js';

export class PlaneChart extends PanelChart {
  setup() {
    this.pickX = choice(this.tools, t('across'), value => this.choose('x', value), this.signal);
    this.pickY = choice(this.tools, t('up'), value => this.choose('y', value), this.signal);
    this.objectiveChoice();
    super.setup();
  }

  lack() {
    const lack = super.lack();
    if (lack) return lack;
    if (drawable(this.source.trials).length < 2) return t('This takes two parameters with an axis.');
    return this.completed().length === 0 ? t('No trial has completed yet.') : '';
  }

  layout() {
    const { trials } = this.source, all = drawable(trials);
    const across = all.find(p => p.name === this.state.x) ?? all.find(p => p.name !== this.state.y);
    const up = all.find(p => p.name === this.state.y && p !== across) ?? all.find(p => p !== across);
    this.pickX.set(all.map(p => [p.name, p.name]), across.name);
    this.pickY.set(all.filter(p => p !== across).map(p => [p.name, p.name]), up.name);
    const [a, b] = [trials.config[across.name], trials.config[up.name]];
    this.rows = this.completed().filter(row => !Number.isNaN(a[row]) && !Number.isNaN(b[row]));
    this.goodness = this.ranks();
    const area = { left: 76, right: this.width - 88, top: 26, bottom: this.height - 42 };
    return [{ key: `${across.name} ${up.name}`, area, across, up, x: parameterAxis(across), y: parameterAxis(up) }];
  }

  mark(panel) {
    const { trials } = this.source, { rows } = this, { x, y, across, up, area } = panel;
    const px = position(x, trials.config[across.name], trials.number), py = position(y, trials.config[up.name], trials.number);
    panel.placed = { count: rows.length, row: rows, x: Float64Array.from(rows, px), y: Float64Array.from(rows, py) };
    this.cloud(panel, look(rows.length), area);
    this.#bar(area);
  }

  // The trials coloured by rank, the best drawn last.
  cloud({ placed }, { radius, alpha }, area) {
    const shades = rampTable(), level = i => Math.round(this.goodness[placed.row[i]] * (rampLevels - 1));
    const order = Uint32Array.from({ length: placed.count }, (_, i) => i).sort((i, k) => this.goodness[placed.row[i]] - this.goodness[placed.row[k]]);
    const x = Float64Array.from(order, i => placed.x[i]), y = Float64Array.from(order, i => placed.y[i]);
    this.points.stamp('dot', radius + 0.6, Math.min(1, alpha + 0.15), area, placed.count, x, y, i => shades[level(order[i])]);
  }

  // What the colours mean, as a bar beside the plot.
  #bar({ right, top, bottom }) {
    const shades = rampTable(), height = Math.min(180, bottom - top), step = height / rampLevels;
    shades.forEach((shade, i) => {
      this.pen.fillStyle = `rgb(${shade.map(Math.round).join(' ')})`;
      this.pen.fillRect(right + 18, top + height - (i + 1) * step, 10, step + 0.5);
    });
    for (const [share, words] of this.barTexts()) {
      element(this.axes, 'text', { class: 'tick', x: right + 34, y: top + height * (1 - share), dy: '.32em' }).textContent = words;
    }
  }

  barTexts() {
    return [[1, t('best')], [0.5, t('median')], [0, t('worst')]];
  }

  summary() {
    const { across, up } = this.panels[0];
    let best = this.rows[0];
    for (const row of this.rows) if (this.goodness[row] > this.goodness[best]) best = row;
    return t('{0} trials over {1} and {2}; the best {3}, {4}, is at {5} and {6}.', this.rows.length, across.name, up.name, this.metric,
      number(this.values[best]), this.setting(across, best), this.setting(up, best));
  }
}
