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

const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
const paces = [1, 2, 5, 10, 15, 30].map(s => s * second).concat([1, 2, 5, 10, 15, 30].map(m => m * minute),
  [1, 2, 3, 6, 12].map(h => h * hour), [1, 2, 7, 14, 30, 90, 365].map(d => d * day));

// Moments in Unix milliseconds; ticks stand at round times of the viewer's own zone.
export function time([low, high], range) {
  const scale = linear([low, high], range);
  const shift = -new Date(low).getTimezoneOffset() * minute;
  let pace = second;
  scale.ticks = count => {
    const rough = (high - low) / Math.max(1, count);
    pace = rough < second ? rough : paces.find(p => p >= rough) ?? paces.at(-1);
    const ticks = [];
    for (let t = Math.ceil((low + shift) / pace) * pace; t <= high + shift; t += pace) ticks.push(t - shift);
    return ticks;
  };
  scale.format = moment => new Date(moment).toLocaleString(document.documentElement.lang, pace >= day ? { month: 'short', day: 'numeric' }
    : pace >= minute ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
      : { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', fractionalSecondDigits: pace < second ? 1 : undefined });
  return scale;
}

const kinds = { linear, log, time };

// The scale of an axis { kind: linear | log | time | band, domain or choices, ticks where they are not those of the kind }, shown over a part of its domain when it is zoomed.
export function scaleOf(axis, range, shown = axis.domain) {
  const scale = axis.kind === 'band' ? band(axis.choices, range) : kinds[axis.kind](shown, range);
  scale.axis = axis;
  if (axis.ticks) scale.ticks = () => axis.ticks;
  if (axis.whole) {
    const all = scale.ticks; // of what is counted nothing lies between two whole numbers
    scale.ticks = count => all(count).filter(tick => Math.abs(tick - Math.round(tick)) < 1e-9);
  }
  return scale;
}

// Seconds as people say them.
export function duration(seconds) {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 60) return `${number(seconds, 3)} s`;
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts[0] > 0 ? `${parts[0]} h ${parts[1]} min` : `${parts[1]} min ${parts[2]} s`;
}
