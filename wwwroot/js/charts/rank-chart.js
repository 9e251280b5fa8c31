// The trials over two parameters, coloured by the rank of their value: outliers do not wash the colours out.

import { PlaneChart } from './plane-chart.js';

export function create(root, studyId, sequence, state, owner) {
  return new PlaneChart(root, studyId, state, owner).start(sequence);
}
