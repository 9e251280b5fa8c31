// Ranges on axes as a filter of trials, and back. A filter is a line of clauses joined by "and"; clauses that are ranges of an axis become brushes,
// whatever else a person wrote is kept as it stands.

import { number } from './scales.js';

const comparison = /^([^\s<>=]+)\s*(>=|<=|=)\s*("(?:[^"\\]|\\.)*"|[^\s"()]+)$/;
const plain = value => String(Number(value.toPrecision(6)));
const word = text => /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`;
const bare = text => text.startsWith('"') ? text.slice(1, -1).replaceAll('\\"', '"') : text;

// The parts of an expression between "and" or "or", outside of parentheses.
function split(text, joint) {
  const parts = [];
  let depth = 0, from = 0;
  for (const found of text.matchAll(/"(?:[^"\\]|\\.)*"|[()]|\s+(?:and|or)\s+/gi)) {
    if (found[0] === '(') depth++;
    else if (found[0] === ')') depth--;
    else if (depth === 0 && found[0].trim().toLowerCase() === joint) {
      parts.push(text.slice(from, found.index).trim());
      from = found.index + found[0].length;
    }
  }
  return [...parts, text.slice(from).trim()];
}

// A clause as { name, range }, null when it is no range of an axis: `lr >= 0.1`, `kind = a` or `(kind = a or kind = b)` of neighbouring choices.
function rangeOf(text, axes) {
  const inner = /^\((.*)\)$/.exec(text)?.[1] ?? text;
  const parts = split(inner, 'or').map(part => comparison.exec(part));
  const axis = axes.find(a => a.name === parts[0]?.[1]);
  if (!axis || parts.some(part => part?.[1] !== axis.name)) return null;
  if (!axis.choices) {
    const [, name, sign, value] = parts[0];
    if (parts.length > 1 || sign === '=' || !Number.isFinite(Number(value))) return null;
    return { name, range: sign === '>=' ? [Number(value), Infinity] : [-Infinity, Number(value)] };
  }
  const places = parts.map(part => part[2] === '=' ? axis.choices.map(String).indexOf(bare(part[3])) : -1).sort((a, b) => a - b);
  if (places[0] < 0 || places.some((place, i) => place !== places[0] + i)) return null;
  return { name: axis.name, range: [places[0], places.at(-1)] };
}

// { ranges: Map(axis name → [from, to]), rest: the clauses that are none } of a filter; choices stand as indices.
export function parse(filter, axes) {
  const ranges = new Map(), rest = [];
  const clauses = !filter ? [] : split(filter, 'or').length > 1 ? [`(${filter})`] : split(filter, 'and');
  for (const clause of clauses) {
    const found = rangeOf(clause, axes), known = ranges.get(found?.name) ?? [-Infinity, Infinity];
    if (!found) rest.push(clause);
    else ranges.set(found.name, [Math.max(known[0], found.range[0]), Math.min(known[1], found.range[1])]);
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
