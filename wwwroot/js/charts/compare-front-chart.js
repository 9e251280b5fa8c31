// The fronts of several studies over their first two objectives, a line each.

import { t } from '../texts.js';
import { ComparePlot } from './compare-plot.js';
import { frontOf } from './front.js';
import { number } from './scales.js';

export function create(root, studyId, sequence, state, owner) {
  return new CompareFrontChart(root, state, owner).start();
}

class CompareFrontChart extends ComparePlot {
  // The line that bounds what the front dominates, from the left to the right.
  series(source) {
    const [across, up] = source.summary.objectives;
    if (!up) return null;
    const [a, b] = [across, up].map(o => [source.valuesOf(o), o.direction === 'maximize' ? -1 : 1]);
    const front = frontOf(source.completedOf(), [a, b]).map(row => [a[0][row], b[0][row]]);
    if (front.length === 0) return null;
    // Where larger is better across, each point is as good as the next one on the right, and the step stands at its own place.
    if (a[1] < 0) front.reverse();
    const x = front.map(point => point[0]), y = front.map(point => point[1]);
    return a[1] > 0 ? { x, y } : { x: [x[0], ...x], y: [...y, y.at(-1)] };
  }

  axesOf(lines) {
    const { objectives: [across, up] } = lines[0].source.summary;
    const axis = (values, title) => {
      const [low, high] = [Math.min(...values.flat()), Math.max(...values.flat())], margin = (high - low || Math.abs(high) || 1) * 0.06;
      return { kind: 'linear', domain: [low - margin, high + margin], title };
    };
    return {
      x: axis(lines.map(line => line.x), `${across.metric} ${across.direction === 'maximize' ? '→' : '←'}`),
      y: axis(lines.map(line => line.y), `${up.metric} ${up.direction === 'maximize' ? '↑' : '↓'}`),
    };
  }

  place(at) {
    return `${this.lines[0].source.summary.objectives[0].metric} ${number(at)}`;
  }

  summary({ x }) {
    return t('{0} steps of the front', x.length);
  }
}
