// What the figures of a model are called, and what can honestly be said of it in a sentence.

import { number } from '../charts/scales.js';
import { t } from '../texts.js';

const names = {
  'mean': () => t('mean'),
  'expected cost': () => t('expected cost'),
  'exploitation': () => t('exploitation'),
  'exploration': () => t('exploration'),
  'information gain': () => t('information gain'),
  'information per cost': () => t('information per cost'),
  'confidence bound': () => t('confidence bound'),
};

// What a field is called, its unit behind it.
export function named({ name, unit }) {
  const words = names[name]?.() ?? name;
  return unit ? `${words} (${unit})` : words;
}

export const facts = {
  points: () => t('trials in the model'),
  signal: () => t('signal σ'),
  noise: () => t('noise σ'),
  log_signal: () => t('signal σ of ln loss'),
  log_noise: () => t('noise σ of ln loss'),
  clipped: () => t('outliers held at the fence'),
  whole_budget: () => t('trials with the whole budget'),
  next_budget: () => t('budget of the next trial'),
  task_correlation: () => t('correlation with the closest other task'),
  good: () => t('good trials'),
  bad: () => t('other trials'),
  trees: () => t('trees'),
  leaves: () => t('leaves a tree'),
  step: () => t('step, in shares of the range'),
  weight: () => t('weight of the surrogate against the distance'),
  capped: () => t('losses cut off at the median'),
};

export const kinds = {
  'Matérn 5/2, a length-scale a parameter': () => t('Gaussian process: Matérn 5/2, a length-scale a parameter'),
  'squared exponential, a length-scale a parameter': () => t('Gaussian process: squared exponential, a length-scale a parameter'),
  'Matérn 5/2 times a kernel of the budget': () => t('Gaussian processes of loss and cost: Matérn 5/2 times a kernel of the budget'),
  'Parzen estimators over all parameters': () => t('Parzen estimators over all parameters'),
  'Parzen estimators, one a parameter': () => t('Parzen estimators, one a parameter'),
  'Random forest': () => t('Random forest: mean and variance over its trees'),
  'Cubic radial basis functions': () => t('Cubic radial basis functions with a linear tail, through every trial'),
  'Kernel densities over all parameters': () => t('Kernel densities over all parameters'),
};

export const vectors = {
  gain: {
    title: () => t('What the splits explain'),
    help: () => t('Share of the variance that the trees take away by splitting along each parameter.'),
    log: false,
  },
  length_scale: {
    title: () => t('Length-scales'),
    help: () => t('How far one must go along a parameter, in shares of its range, for the objective to change much: short bars matter most.'),
    log: true,
  },
  divergence: {
    title: () => t('Difference of good and other trials'),
    help: () => t('Jensen–Shannon divergence of the two densities of each parameter: 0 bit, they are the same; 1 bit, they do not overlap.'),
    log: false,
  },
};

// One or two sentences: which parameter the model reacts to most, and what it expects of the next trial.
export function sentence(diagnostics, parameters, metric) {
  const said = [];
  const vector = diagnostics.vectors?.[0];
  if (vector && vector.names.length > 1) {
    // A length-scale of choices compares "same" with "other" and is no share of a range.
    const entries = vector.names.map((name, i) => ({ name, value: vector.values[i] }))
      .filter(e => vector.key !== 'length_scale' || parameters.find(p => p.name === e.name)?.type !== 'categorical');
    entries.sort((a, b) => vector.key === 'length_scale' ? a.value - b.value : b.value - a.value);
    const [first, second] = entries;
    if (first && vector.key === 'length_scale' && second && first.value < 0.8 * second.value)
      said.push(t('The objective changes fastest along {0}.', first.name));
    if (first && vector.key === 'gain' && first.value > 0) said.push(t('The trees split most along {0}.', first.name));
    if (first && vector.key === 'divergence' && first.value > 0.05) said.push(t('Good trials differ from the others most in {0}.', first.name));
  }
  const next = diagnostics.at_proposal;
  if (next) {
    said.push(t('Of the next trial it expects {0} of {1}; 95 % of such guesses should lie between {2} and {3}.',
      metric, number(next.median, 3), number(next.low, 3), number(next.high, 3)));
  }
  if (diagnostics.facts?.clipped) said.push(t('{0} outliers count as if they stood at the fence.', diagnostics.facts.clipped));
  return said.join(' ');
}
