// The hypervolumes of several studies up to one reference point, which no front of theirs goes beyond: so they can be compared.

import { t } from '../texts.js';
import { Answers } from './answers.js';
import { ComparePlot } from './compare-plot.js';
import { make } from './controls.js';
import { number } from './scales.js';

export function create(root, studyId, sequence, state, owner) {
  return new CompareHypervolumeChart(root, state, owner).start();
}

class CompareHypervolumeChart extends ComparePlot {
  setup() {
    const ask = source => new Answers(source.studyId, 'front', () => this.redraw());
    this.own = new Map(this.sources.map(source => [source, ask(source)]));
    this.shared = new Map(this.sources.map(source => [source, ask(source)]));
    this.sentence = make('p', { className: 'fine-print' });
  }

  // Each study's own reference point first; the worst of them in every objective is the one for all.
  series(source) {
    for (const [each, answers] of this.own) if (each.summary) answers.want({}, each.sequence);
    const known = [...this.own.values()].map(answers => answers.answer);
    if (known.some(answer => !answer) || !known.some(answer => answer.reference)) return null;
    const { objectives } = known[0];
    const points = known.map(answer => answer.reference).filter(Boolean);
    const worst = objectives.map((o, m) => (o.direction === 'maximize' ? Math.min : Math.max)(...points.map(point => point[m])));
    this.sentence.textContent = t('Reference point for all: {0}.', objectives.map((o, m) => `${o.metric} ${number(worst[m], 5)}`).join(', '));
    if (!this.sentence.isConnected) this.foot.after(this.sentence);
    const answers = this.shared.get(source);
    answers.want({ reference: worst.join(',') }, source.sequence);
    const { answer } = answers;
    if (!answer?.number.length) return null;
    const last = source.summary.trials;
    return { x: [...answer.number.map(n => n + 1), Math.max(last, answer.number.at(-1) + 1)], y: [...answer.hypervolume, answer.hypervolume.at(-1)] };
  }

  axesOf(lines) {
    const most = pick => Math.max(...lines.map(line => line[pick].at(-1)));
    return {
      x: { kind: 'linear', domain: [0, Math.max(2, most('x'))], title: t('trials'), whole: true },
      y: { kind: 'linear', domain: [0, most('y') * 1.06], title: t('hypervolume') },
    };
  }

  place(at) {
    return t('After {0} trials', Math.max(1, Math.floor(at)));
  }

  summary({ y }) {
    return number(y.at(-1), 6);
  }

  dispose() {
    for (const answers of [...this.own.values(), ...this.shared.values()]) answers.dispose();
    this.sentence.remove();
    super.dispose();
  }
}
