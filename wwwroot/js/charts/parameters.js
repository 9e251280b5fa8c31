// Parameters as axes, and trials as positions along them.

// Those that have an axis: an architecture has none.
export const drawable = trials => trials.parameters.filter(p => p.choices || Number.isFinite(p.low));

export function parameterAxis(parameter) {
  if (parameter.choices) return { kind: 'band', choices: parameter.choices.map(String), title: parameter.name };
  const { low, high } = parameter;
  if (low === high) return { kind: 'linear', domain: [low - 0.5, high + 0.5], title: parameter.name, whole: parameter.type === 'int' };
  return parameter.log ? { kind: 'log', domain: [low, high], title: parameter.name }
    : { kind: 'linear', domain: [low - (high - low) * 0.02, high + (high - low) * 0.02], title: parameter.name, whole: parameter.type === 'int' };
}

// Where a row stands, in pixels; NaN where the parameter is inactive. Trials of one choice are spread over its band by their numbers, the same way
// each time (the fractional parts of multiples of the golden ratio are even).
export function position(scale, column, numbers) {
  if (scale.axis.kind !== 'band') return row => scale(column[row]);
  const first = scale(scale.axis.choices[0]), spread = Math.min(scale.width * 0.7, 60);
  return row => first + column[row] * scale.width + ((numbers[row] * 0.618034) % 1 - 0.5) * spread;
}

// Rows of completed trials with a value, by number.
export function valued(trials, values, completed) {
  const { state } = trials;
  return trials.order().filter(row => state[row] === completed && !Number.isNaN(values[row]));
}

export function extent(rows, column) {
  let low = Infinity, high = -Infinity;
  for (const row of rows) {
    const value = column[row];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}

// How good each row's value is among all of them, from 0, the worst, to 1, the best, by row; equal values share their mean rank.
export function goodness(rows, value, sign, size) {
  const sorted = Int32Array.from(rows).sort((a, b) => sign * (value[b] - value[a]));
  const of = new Float32Array(size);
  for (let i = 0; i < sorted.length;) {
    let end = i;
    while (end + 1 < sorted.length && value[sorted[end + 1]] === value[sorted[i]]) end++;
    for (let k = i; k <= end; k++) of[sorted[k]] = sorted.length > 1 ? (i + end) / 2 / (sorted.length - 1) : 1;
    i = end + 1;
  }
  return of;
}
