// Parameters as axes: a scale to pixels, and how values are said.

import { band, linear, log, number } from '../charts/scales.js';
import { t } from '../texts.js';

// The scale of a parameter { name, type, low, high, log, choices }.
export function scaleOf({ low, high, log: isLog, choices }, range) {
  return choices ? band(choices, range) : (isLog ? log : linear)(low === high ? [low * 0.9 - 0.5, high * 1.1 + 0.5] : [low, high], range);
}

// The budget is an axis of models that tell budgets apart; no parameter can have its name.
export const budget = '$budget';

export const titled = parameters => parameters.map(p => ({ ...p, title: p.name === budget ? t('budget') : p.name }));

export const said = value => typeof value === 'number' ? number(value) : value === null || value === undefined ? '–' : String(value);

// Where a value lies between the bounds, 0 to 1, in the parameter's own scale; and back.
export function toUnit({ low, high, log: isLog }, value) {
  return isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low || 1);
}

export function fromUnit({ low, high, log: isLog, type }, unit) {
  const value = isLog ? low * (high / low) ** unit : low + (high - low) * unit;
  return type === 'int' ? Math.round(value) : Number(Math.min(high, Math.max(low, value)).toPrecision(6));
}

// A model between two of the same axes, for the movement from one to the next; t from 0 to 1.
export function between(from, to, t) {
  if (!from || t >= 1 || !alike(from, to)) return to;
  const mix = (a, b) => a === null || b === null || a === undefined ? b : a + (b - a) * t;
  return { ...to, fields: to.fields.map((f, k) => ({ ...f, values: f.values.map((v, i) => mix(from.fields[k].values[i], v)) })) };
}

export const alike = (from, to) => from.axes.length === to.axes.length && from.fields.length === to.fields.length
  && from.axes.every((a, i) => a.parameter === to.axes[i].parameter && a.values.length === to.axes[i].values.length);

// The range of a field's values; a logarithm is shown no further below its maximum than where nothing is worth anything.
const depth = 20;

export function rangeOf({ values, name, role }) {
  let low = Infinity, high = -Infinity;
  for (const v of values) {
    if (v === null) continue;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  if (low > high) return [0, 1];
  if (role === 'acquisition' && name.startsWith('log')) low = Math.max(low, high - depth);
  return [low, high];
}
