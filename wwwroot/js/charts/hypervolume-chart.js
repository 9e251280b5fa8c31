// The volume that the front dominates up to a reference point, after each trial that enlarged it, as the server computes it over all trials.

import { t } from '../texts.js';
import { Answers } from './answers.js';
import { css, token } from './colours.js';
import { choice, make } from './controls.js';
import { PanelChart } from './panel-chart.js';
import { number } from './scales.js';

const rules = () => [['nadir', t('nadir of the front')], ['worst', t('worst so far')], ['given', t('a point of my own')]];

export function create(root, studyId, sequence, state, owner) {
  return new HypervolumeChart(root, studyId, state, owner).start(sequence);
}

class HypervolumeChart extends PanelChart {
  setup() {
    this.answers = new Answers(this.studyId, 'front', () => this.redraw());
    this.rule = choice(this.tools, t('reference'), value => this.#pick(value), this.signal);
    this.rule.set(rules(), !this.state.reference ? 'nadir' : this.state.reference === 'worst' ? 'worst' : 'given');
    super.setup();
    this.told = make('p', { className: 'fine-print' });
    this.given = make('div', { className: 'reference-point', hidden: true });
    this.foot.append(this.told, this.given);
  }

  lack() {
    const lack = super.lack();
    if (lack) return lack;
    if (this.source.summary.objectives.length < 2) return t('This takes two objectives.');
    this.answers.want({ reference: this.state.reference }, this.source.sequence);
    const { answer, failed } = this.answers;
    if (failed) return t('The reference point is not accepted, or the front could not be fetched.');
    if (!answer) return t('Computing…');
    this.rule.set(rules(), answer.rule);
    this.#tell(answer);
    if (answer.trials === 0) return t('No trial has completed yet.');
    if (answer.objectives.length > 5) return t('The hypervolume is computed for up to five objectives.');
    return answer.number.length === 0 ? t('No trial beats the reference point in every objective.') : '';
  }

  layout() {
    const { trials } = this.source, { answer } = this.answers, order = trials.order();
    const area = { left: 62, right: this.width - 14, top: 26, bottom: this.height - 42 };
    return [{
      key: 'hypervolume', area, x: { kind: 'linear', domain: [-0.5, Math.max(4.5, trials.number[order.at(-1)] + 0.5)], title: t('trial'), whole: true },
      y: { kind: 'linear', domain: [0, answer.hypervolume.at(-1) * 1.06], title: t('hypervolume') },
    }];
  }

  mark(panel) {
    const { answer } = this.answers, { x, y, area } = panel;
    // A trial that a sample of very many leaves out has no row to point at.
    const known = answer.number.map((trial, i) => [this.source.trials.rowOf(trial), i]).filter(([row]) => row >= 0);
    panel.placed = {
      count: known.length, row: Int32Array.from(known, ([row]) => row), x: Float64Array.from(known, ([, i]) => x(answer.number[i])),
      y: Float64Array.from(known, ([, i]) => y(answer.hypervolume[i])),
    };
    this.steps = known.map(([, i]) => i);
    const shade = token('chart-running');
    if (known.length <= 200) this.points.stamp('dot', 2.6, 1, area, known.length, panel.placed.x, panel.placed.y, () => shade);
  }

  paint({ x, y, area }, pen) {
    const { answer } = this.answers;
    pen.beginPath();
    pen.moveTo(x(answer.number[0]), y(0));
    answer.number.forEach((trial, i) => {
      pen.lineTo(x(trial), y(i === 0 ? 0 : answer.hypervolume[i - 1]));
      pen.lineTo(x(trial), y(answer.hypervolume[i]));
    });
    pen.lineTo(Math.max(area.right, x(answer.number.at(-1))), y(answer.hypervolume.at(-1)));
    pen.strokeStyle = css(token('chart-running'));
    pen.lineWidth = 2;
    pen.lineJoin = 'round';
    pen.stroke();
  }

  describe(row) {
    const [title, rows] = super.describe(row);
    return [title, [[t('hypervolume'), number(this.answers.answer.hypervolume[this.steps[this.index]], 6)], ...rows]];
  }

  summary() {
    const { answer } = this.answers;
    return t('Hypervolume {0} after {1} completed trials.', number(answer.hypervolume.at(-1), 6), answer.trials);
  }

  table() {
    const { answer } = this.answers;
    return [['number', 'hypervolume'], answer.number.map((trial, i) => [trial, answer.hypervolume[i]])];
  }

  press(x, y) {
    this.point(x, y);
    this.open();
  }

  open() {
    if (this.pointed) this.owner?.invokeMethodAsync('Open', this.source.trials.number[this.pointed.placed.row[this.index]]);
  }

  #pick(rule) {
    const { reference } = this.answers.answer ?? {};
    this.choose('reference', rule === 'nadir' ? null : rule === 'worst' || !reference ? 'worst' : reference.map(v => Number(v.toPrecision(6))).join(','));
  }

  // Says which point it is and how it was found; a point of one's own is typed in.
  #tell({ objectives, reference, rule }) {
    const words = {
      nadir: t('the worst of each objective on the front, a tenth of its range further out; it moves with the front'),
      worst: t('the worst of each objective so far; it moves with the trials'), given: t('a point of your own'),
    };
    const point = reference?.map((value, i) => `${objectives[i].metric} ${number(value, 5)}`).join(', ') ?? '–';
    this.told.textContent = t('Reference point: {0} ({1}).', point, words[rule]);
    this.given.hidden = rule !== 'given';
    if (rule !== 'given' || this.given.contains(document.activeElement)) return;
    const inputs = objectives.map((o, i) => make('input', { type: 'number', step: 'any', value: reference[i] }));
    const changed = () => inputs.every(i => i.value !== '') && this.choose('reference', inputs.map(i => i.value).join(','));
    for (const input of inputs) input.addEventListener('change', changed, { signal: this.signal });
    this.given.replaceChildren(...inputs.map((input, i) => make('label', { className: 'inline-field' }, objectives[i].metric, input)));
  }

  dispose() {
    this.answers.dispose();
    super.dispose();
  }
}
