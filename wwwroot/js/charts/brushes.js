// Ranges on axes as a filter of trials, and back. A filter is a line of clauses joined by "and"; clauses that are ranges of an axis become brushes,
// whatever else a person wrote is kept as it stands.

import { number } from './scales.js';

const clause = /^(\S+)\s*(>=|<=|=)\s*(\S+)$/;
const plain = value => String(Number(value.toPrecision(6)));
const word = text => /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`;

// { ranges: Map(axis name → [from, to]), rest: the clauses that are none } of a filter; choices stand as indices.
export function parse(filter, axes) {
  const ranges = new Map(), rest = [];
  const clauses = !filter ? [] : /\bor\b|\bnot\b|[()]/i.test(filter) ? [`(${filter})`] : filter.split(/\s+and\s+/i);
  for (const text of clauses) {
    const [, name, sign, value] = clause.exec(text.trim()) ?? [];
    const axis = axes.find(a => a.name === name);
    const bare = value?.replaceAll('"', '');
    const at = axis?.choices ? axis.choices.map(String).indexOf(bare) : Number(bare);
    if (!axis || Number.isNaN(at) || at < 0 && axis.choices || (sign !== '=') === Boolean(axis.choices)) {
      rest.push(text.trim());
      continue;
    }
    const range = ranges.get(name) ?? [-Infinity, Infinity];
    if (sign !== '<=') range[0] = at;
    if (sign !== '>=') range[1] = at;
    ranges.set(name, range);
  }
  return { ranges, rest };
}

export function expression(ranges, rest, axes) {
  const clauses = [...rest];
  for (const [name, [from, to]] of ranges) {
    const { choices } = axes.find(a => a.name === name);
    if (choices) {
      const inside = choices.filter((_, i) => i >= from && i <= to).map(c => `${name} = ${word(String(c))}`);
      clauses.push(inside.length === 1 ? inside[0] : `(${inside.join(' or ')})`);
    } else {
      if (from > -Infinity) clauses.push(`${name} >= ${plain(from)}`);
      if (to < Infinity) clauses.push(`${name} <= ${plain(to)}`);
    }
  }
  return clauses.length > 0 ? clauses.join(' and ') : null;
}

export const rangeText = ([from, to], choices) => choices ? choices.filter((_, i) => i >= from && i <= to).join(', ')
  : `${from === -Infinity ? '…' : number(from, 3)} – ${to === Infinity ? '…' : number(to, 3)}`;
