// The empirical distribution functions of several studies: the share of a study's completed trials whose value is at most x.

import { t } from '../texts.js';
import { ComparePlot } from './compare-plot.js';
import { valued } from './parameters.js';
import { number } from './scales.js';
import { completed } from './trials.js';

export function create(root, studyId, sequence, state, owner) {
  return new CompareDistributionChart(root, state, owner).start();
}

class CompareDistributionChart extends ComparePlot {
  series({ trials }) {
    const x = Float64Array.from(valued(trials, trials.value, completed), row => trials.value[row]).sort();
    // From nothing at the least value, so that one value alone is a line, too.
    return { x: [...x.slice(0, 1), ...x], y: [...x.slice(0, 1).fill(0), ...x.map((_, i) => (i + 1) / x.length)] };
  }

  axesOf(lines) {
    const { title, ...x } = this.valueAxis(lines.map(line => line.x));
    const percent = share => `${number(share * 100, 3)} %`;
    return { x: { ...x, title }, y: { kind: 'linear', domain: [0, 1.02], title: t('share of trials at or below'), text: percent } };
  }

  place(at) {
    return `≤ ${number(at)}`;
  }

  reading(share) {
    return `${number(share * 100, 3)} %`;
  }

  summary(line) {
    return t('half at most {0}', number(line.x[Math.floor(line.x.length / 2)]));
  }
}
