// Scales map values to pixels; each knows its ticks. Values in, pixels out, no drawing here.

const steps = [1, 2, 5, 10];

export function linear([low, high], [from, to]) {
  const span = high - low || 1;
  const scale = value => from + (value - low) / span * (to - from);
  scale.invert = pixel => low + (pixel - from) / (to - from) * span;
  scale.ticks = count => {
    const rough = span / Math.max(1, count);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = steps.find(s => s * power >= rough * 0.999) * power;
    const ticks = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) ticks.push(Math.abs(k * step) < step * 1e-9 ? 0 : k * step);
    return ticks;
  };
  return scale;
}

export function log([low, high], [from, to]) {
  const a = Math.log(low), b = Math.log(high);
  const scale = value => from + (Math.log(value) - a) / (b - a || 1) * (to - from);
  scale.invert = pixel => Math.exp(a + (pixel - from) / (to - from) * (b - a));
  scale.ticks = count => {
    const decades = (b - a) / Math.LN10;
    if (decades < 1) return linear([low, high], [from, to]).ticks(count);
    const stride = Math.max(1, Math.ceil(decades / Math.max(1, count)));
    const factors = decades <= count / 3 ? [1, 2, 5] : [1];
    const ticks = [];
    for (let power = Math.floor(a / Math.LN10); power <= Math.ceil(b / Math.LN10); power += stride)
      for (const factor of factors) ticks.push(factor * 10 ** power);
    return ticks.filter(t => t >= low * 0.999999 && t <= high * 1.000001);
  };
  return scale;
}

// One equal cell a choice; a value maps to the middle of its cell.
export function band(choices, [from, to]) {
  const names = choices.map(String);
  const width = (to - from) / Math.max(1, names.length);
  const scale = value => from + (names.indexOf(String(value)) + 0.5) * width;
  scale.invert = pixel => names[Math.min(names.length - 1, Math.max(0, Math.floor((pixel - from) / width)))];
  scale.ticks = () => names;
  scale.width = width;
  return scale;
}

// A domain a little wider than the values, never empty.
export function padded(values, share = 0.06) {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const margin = (high - low || Math.abs(high) || 1) * share;
  return [low - margin, high + margin];
}

export function number(value, digits = 4) {
  if (typeof value !== 'number') return value === null || value === undefined ? '–' : String(value);
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'NaN';
  const size = Math.abs(value);
  const text = size !== 0 && (size >= 1e5 || size < 1e-3)
    ? value.toExponential(Math.max(0, digits - 2)).replace(/\.?0+e/, 'e').replace('e+', 'e')
    : String(Number(value.toPrecision(digits)));
  return text.replaceAll('-', '−');
}
