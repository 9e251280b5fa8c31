// The objective against each parameter: small multiples that share the objective's axis, or one parameter large. Later trials are darker.

import { t } from '../texts.js';
import { token } from './colours.js';
import { choice } from './controls.js';
import { PanelChart } from './panel-chart.js';
import { drawable, extent, parameterAxis, position } from './parameters.js';
import { look } from './points.js';

const tall = 216; // pixels of a row of small multiples
const most = 24; // parameters drawn at once

export function create(root, studyId, sequence, state, owner) {
  return new SliceChart(root, studyId, state, owner).start(sequence);
}

class SliceChart extends PanelChart {
  setup() {
    this.picker = choice(this.tools, t('parameter'), value => this.choose('slice', value || null), this.signal);
    this.objectiveChoice();
    this.logToggle();
    super.setup();
  }

  lack() {
    const lack = super.lack();
    if (lack) return lack;
    if (drawable(this.source.trials).length === 0) return t('No parameter of this space has an axis.');
    return this.completed().length === 0 ? t('No trial has completed yet.') : '';
  }

  layout() {
    const { trials } = this.source, all = drawable(trials);
    this.picker.set([['', t('all')], ...all.map(p => [p.name, p.name])], all.some(p => p.name === this.state.slice) ? this.state.slice : '');
    const single = all.find(p => p.name === this.state.slice);
    const shown = single ? [single] : all.slice(0, most);
    this.rows = this.completed();
    const range = extent(this.rows, this.values);
    const lines = Math.ceil(shown.length / Math.max(1, Math.floor(this.width / 240)));
    const columns = Math.ceil(shown.length / lines);
    const height = single || lines === 1 ? 400 : lines * tall;
    if (this.host.style.height !== `${height}px`) this.host.style.height = `${height}px`;
    const cell = { width: this.width / columns, height: height / lines };
    return shown.map((parameter, i) => {
      const column = i % columns, top = Math.floor(i / columns) * cell.height;
      const area = {
        left: column * cell.width + (column === 0 ? 62 : 44), right: (column + 1) * cell.width - 12, top: top + 24, bottom: top + cell.height - 42,
      };
      return { key: parameter.name, parameter, area, x: parameterAxis(parameter), y: this.valueAxis(range, column === 0 ? undefined : '') };
    });
  }

  // The objective's axis is zoomed for all panels at once.
  viewOf(panel) {
    return { x: super.viewOf(panel).x, y: this.views.get('')?.y ?? null };
  }

  look(panel, { x, y }) {
    if (y) this.views.set('', { x: null, y });
    else this.views.delete('');
    super.look(panel, { x, y: null });
  }

  mark(panel) {
    const { trials } = this.source, { values } = this, { area, x, y, parameter } = panel;
    const column = trials.config[parameter.name], place = position(x, column, trials.number);
    const rows = this.rows.filter(row => !Number.isNaN(column[row]));
    panel.placed = { count: rows.length, row: rows, x: Float64Array.from(rows, place), y: Float64Array.from(rows, row => y(values[row])) };
    const { radius, alpha } = look(rows.length * 2), early = token('chart-early'), late = token('chart-late');
    const shades = Array.from({ length: 32 }, (_, i) => early.map((c, k) => c + (late[k] - c) * i / 31));
    const last = trials.number[this.rows.at(-1)] || 1;
    this.points.stamp('dot', radius, alpha, area, rows.length, panel.placed.x, panel.placed.y, i => shades[Math.floor(trials.number[rows[i]] / last * 31)]);
  }

  summary() {
    return t('{0} over {1}.', this.metric, this.panels.map(p => p.parameter.name).join(', '));
  }
}
