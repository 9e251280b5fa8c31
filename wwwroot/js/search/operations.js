// Names and colours of what a search chooses between, and of the states that edges run between.

import { element } from '../charts/svg.js';
import { t } from '../texts.js';

export const hues = 8;
const skipHue = 1; // what collapses must stand out
const others = [0, 2, 3, 4, 5, 6, 7];
const nothing = new Set(['none', 'zero', 'no', 'off', 'false', 'cut']);

export const isSkip = name => /^(skip|identity)/.test(name);
export const isNone = name => nothing.has(String(name).toLowerCase());

// As people write it: sep_conv_3x3 becomes sep conv 3×3.
export const spelled = name => String(name).replaceAll('_', ' ').replace(/(\d)x(\d)/g, '$1×$2');

// A colour a candidate: the same name has the same one everywhere on the page.
export function palette(slots) {
  const names = [...new Set(slots.flatMap(slot => slot.candidates))].filter(name => !isNone(name));
  const rest = names.filter(name => !isSkip(name));
  const hueOf = new Map(names.map(name => [name, isSkip(name) ? skipHue : others[rest.indexOf(name) % others.length]]));
  return { names, hue: name => hueOf.get(name) ?? 'none' };
}

// The groups of a search, in their order, each with its slots by their places in the answer; the layers of a chain are one group.
export function groupsOf(slots) {
  const groups = new Map();
  slots.forEach((slot, index) => {
    if (!groups.has(slot.group)) groups.set(slot.group, []);
    groups.get(slot.group).push({ ...slot, index });
  });
  if (!slots.some(slot => slot.from === null || slot.to === null)) return [...groups].map(([name, own]) => ({ name, slots: own, ...statesOf(own) }));
  const isOne = [...groups.values()].filter(own => own.some(slot => slot.from === null)).length === 1;
  const layers = [...groups.values()].flat().map(slot => ({ ...slot, name: isOne || slot.from !== null ? slot.name : `${slot.group} ${slot.name}` }));
  return [{ name: 'layers', slots: layers, states: [], inputs: [] }];
}

// States are numbered from the inputs on: those that no edge leads to.
function statesOf(slots) {
  const edges = slots.filter(slot => slot.from !== null && slot.to !== null);
  const states = [...new Set(edges.flatMap(slot => [slot.from, slot.to]))].sort((a, b) => a - b);
  const targets = new Set(edges.map(slot => slot.to));
  return { states, inputs: states.filter(state => !targets.has(state)) };
}

export function groupTitle(name) {
  return { normal: t('Normal cell'), reduce: t('Reduction cell'), recurrent: t('Recurrent cell'), cell: t('Cell'), layers: t('Layers') }[name] ?? spelled(name);
}

// Name of a state: [text, subscript]. Two inputs are what the last two cells gave.
export function stateName({ inputs }, state) {
  const place = inputs.indexOf(state);
  if (place < 0) return [String(state - inputs.length), ''];
  return inputs.length === 2 ? ['c', place === 0 ? 'k−2' : 'k−1'] : inputs.length === 1 ? [t('input'), ''] : [t('input {0}', place), ''];
}

export function slotName(group, slot) {
  if (slot.from === null || slot.to === null || !group.states.length) return spelled(slot.name);
  const named = state => {
    const [text, below] = stateName(group, state);
    return below ? `${text}(${below})` : text;
  };
  return `${named(slot.from)} → ${named(slot.to)}`;
}

// Writes the name of a slot into an SVG text, subscripts small and low.
export function writeSlot(text, group, slot) {
  if (slot.from === null || slot.to === null || !group.states.length) {
    text.textContent = spelled(slot.name);
    return;
  }
  let low = false;
  const write = (words, below) => {
    const span = element(text, 'tspan', { class: below ? 'below' : 'level', dy: below === low ? 0 : below ? 3 : -3 });
    span.textContent = words;
    low = below;
  };
  [slot.from, slot.to].forEach((state, i) => {
    const [words, below] = stateName(group, state);
    write(i ? ` → ${words}` : words, false);
    if (below) write(below, true);
  });
}

// The states whose values make up what a cell gives, by its text; none where it does not say: then the last state is what the cell gives.
export function outputsOf(group, genotype) {
  const list = genotype && (new RegExp(`\\b${group.name}_concat=\\[([\\d, ]*)\\]`).exec(genotype) ?? /[( ]concat=\[([\d, ]*)\]/.exec(genotype));
  return list ? list[1].split(',').map(Number).filter(state => group.states.includes(state)) : [];
}

// How many edges of a group's derived cell only pass their input on: [skips, edges].
export function skipsOf(group, chosen) {
  let [skips, edges] = [0, 0];
  for (const slot of group.slots) {
    for (const place of (chosen[slot.index] ?? []).filter(k => !isNone(slot.candidates[k]))) {
      edges++;
      if (isSkip(slot.candidates[place])) skips++;
    }
  }
  return [skips, edges];
}
