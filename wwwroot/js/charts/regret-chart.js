// What can at most be gained still, as the stopping rule has measured it after each completed trial, against the threshold that ends the study.

import { t } from '../texts.js';
import { Answers } from './answers.js';
import { css, token } from './colours.js';
import { legend, make, toggle } from './controls.js';
import { PanelChart } from './panel-chart.js';
import { number } from './scales.js';

const bases = { 'the noise of the objective': t('the noise of the objective'), 'the threshold that was set': t('the threshold that was set') };

export function create(root, studyId, sequence, state, owner) {
  return new RegretChart(root, studyId, state, owner).start(sequence);
}

class RegretChart extends PanelChart {
  hidden = new Set();

  setup() {
    this.answers = new Answers(this.studyId, 'bounds', () => this.redraw());
    this.scale = toggle(this.tools, t('log scale'), on => this.choose('bound-scale', on ? null : 'linear'), this.signal);
    super.setup();
    const entries = [['line running', t('most that can be gained')], ['incumbent', t('threshold')]];
    legend(this.foot, entries, this.hidden, () => this.redraw(), this.signal);
    this.told = make('p', { className: 'fine-print' });
    this.foot.append(this.told);
  }

  get rule() {
    return this.answers.answer?.rules.find(r => r.key === 'regret');
  }

  lack() {
    const lack = super.lack();
    if (lack) return lack;
    this.answers.want({}, this.source.sequence);
    const { answer, failed } = this.answers;
    if (!answer) return failed ? t('It could not be fetched; the next change tries again.') : t('Computing…');
    this.told.textContent = this.rule ? t('Threshold: {0}, {1}.', number(this.rule.threshold.at(-1), 4), bases[this.rule.basis] ?? this.rule.basis) : '';
    return this.rule ? '' : t('The bound is looked at when enough trials have completed.');
  }

  layout() {
    const { rule } = this, all = [...rule.bound, ...rule.threshold], positive = all.filter(v => v > 0);
    const isLog = positive.length > 0 && this.state['bound-scale'] !== 'linear';
    this.scale.box.checked = this.state['bound-scale'] !== 'linear';
    // A bound of zero stands at the bottom of a logarithmic axis.
    const low = isLog ? Math.min(...positive) : 0, high = Math.max(...all, low);
    this.floor = isLog ? low / 1.6 : 0;
    const area = { left: 62, right: this.width - 14, top: 26, bottom: this.height - 42 };
    const [first, last] = [rule.trials[0], rule.trials.at(-1)];
    return [{
      key: 'regret', area, x: { kind: 'linear', domain: [first - 0.5, Math.max(last, first + 4) + 0.5], title: t('completed trials'), whole: true },
      y: { kind: isLog ? 'log' : 'linear', domain: isLog ? [this.floor, high * 1.3] : [0, high * 1.06 || 1], title: this.source.summary.metric },
    }];
  }

  // The n-th measure belongs to the trial that was completed as the last before it.
  mark(panel) {
    const { rule } = this, { trials } = this.source, { x, y, area } = panel;
    const rows = Array.from(this.source.completedOf()).sort((a, b) => trials.sequence[a] - trials.sequence[b]);
    const known = rule.trials.map((count, i) => [rows[count - 1] ?? -1, i]).filter(([row]) => row >= 0);
    panel.placed = {
      count: known.length, row: Int32Array.from(known, ([row]) => row), x: Float64Array.from(known, ([, i]) => x(rule.trials[i])),
      y: Float64Array.from(known, ([, i]) => y(Math.max(rule.bound[i], this.floor))),
    };
    this.measures = known.map(([, i]) => i);
    const shade = token('chart-running');
    if (known.length <= 200 && !this.hidden.has('line running')) this.points.stamp('dot', 2.6, 1, area, known.length, panel.placed.x, panel.placed.y, () => shade);
  }

  paint({ x, y }, pen) {
    const { rule } = this;
    const line = (values, colour, dash) => {
      pen.beginPath();
      values.forEach((value, i) => pen[i === 0 ? 'moveTo' : 'lineTo'](x(rule.trials[i]), y(Math.max(value, this.floor))));
      if (dash) pen.lineTo(x(rule.trials.at(-1) + 1000), y(Math.max(values.at(-1), this.floor)));
      pen.strokeStyle = css(token(colour));
      pen.setLineDash(dash ?? []);
      pen.lineWidth = dash ? 1.5 : 2;
      pen.lineJoin = 'round';
      pen.stroke();
      pen.setLineDash([]);
    };
    if (!this.hidden.has('incumbent')) line(rule.threshold, 'chart-best', [6, 4]);
    if (!this.hidden.has('line running')) line(rule.bound, 'chart-running');
  }

  describe(row) {
    const [title, rows] = super.describe(row), i = this.measures[this.index];
    return [title, [[t('can be gained'), number(this.rule.bound[i], 4)], [t('threshold'), number(this.rule.threshold[i], 4)], ...rows]];
  }

  summary() {
    const { rule } = this;
    return t('At most {0} can be gained after {1} trials; the study ends at {2}.', number(rule.bound.at(-1), 4), rule.trials.at(-1), number(rule.threshold.at(-1), 4));
  }

  table() {
    const { rule } = this;
    return [['trials', 'bound', 'threshold'], rule.trials.map((count, i) => [count, rule.bound[i], rule.threshold[i]])];
  }

  dispose() {
    this.answers.dispose();
    super.dispose();
  }
}
