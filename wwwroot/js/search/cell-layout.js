// Where the states and edges of a cell stand: states along a line, edges as arcs above it. An arc's top lies over the middle of its ends, as high as they
// are apart, so that no two tops, and no two labels on them, ever meet. On a narrow screen the line runs downwards and the arcs to the right.

import { outputsOf } from './operations.js';

const across = { pitch: 100, level: 38, port: 10, thick: 30, bus: 24, lift: -8 };
const down = { pitch: 74, level: 46, port: 9, thick: 46, bus: 22, lift: 12 };
const title = 24;
const label = 15; // half the height, or the room beside the line, of the outermost label

// { width, height, states: [{ state, x, y, width, height }], edges: [{ slot, from, to, top }], output, bus }, turned as asked.
export function cellLayout(group, genotype, isDown) {
  const size = isDown ? down : across;
  const ports = portsOf(group, size.port);
  const long = state => Math.max(38, (ports.count.get(state) ?? 0) * size.port + 16);
  const pitch = Math.max(size.pitch, ...group.states.map(state => long(state) + (isDown ? 14 : 26)));
  const at = new Map(group.states.map((state, i) => [state, i * pitch + long(group.states[0]) / 2]));
  const levels = Math.max(1, ...group.slots.map(slot => group.states.indexOf(slot.to) - group.states.indexOf(slot.from)));
  const end = at.get(group.states.at(-1)) + pitch;
  const high = levels * size.level + label + (isDown ? 46 : 0);
  const place = isDown ? (u, v) => [size.thick / 2 + size.bus + v, title + u] : (u, v) => [u, title + high - v];
  const box = (u, length) => {
    const [x, y] = place(u, 0);
    const [w, h] = isDown ? [size.thick, length] : [length, size.thick];
    return { x: x - w / 2, y: y - h / 2, width: w, height: h };
  };
  const base = size.thick / 2;
  const outputs = outputsOf(group, genotype);
  return {
    isDown,
    place,
    width: isDown ? size.bus + size.thick + high + 14 : end + 30,
    height: title + (isDown ? end + 22 : high + base + size.bus + 4),
    states: group.states.map(state => ({ state, ...box(at.get(state), long(state)) })),
    output: outputs.length ? box(end, isDown ? 34 : 44) : null,
    bus: { states: outputs.map(state => at.get(state)), end, from: -base, to: -base - size.bus * 0.62 },
    edges: group.slots.map(slot => {
      const length = group.states.indexOf(slot.to) - group.states.indexOf(slot.from);
      const [from, to] = [at.get(slot.from) + ports.of(slot, 'from'), at.get(slot.to) + ports.of(slot, 'to')];
      return { slot, from, to, base, top: base + length * size.level + size.lift };
    }),
  };
}

// Where an edge leaves and enters its states, so that arcs do not cross there: first what comes in, the nearest first, then what goes out, the farthest first.
function portsOf(group, pitch) {
  const order = new Map(), count = new Map();
  for (const state of group.states) {
    const entering = group.slots.filter(slot => slot.to === state).sort((a, b) => b.from - a.from);
    const leaving = group.slots.filter(slot => slot.from === state).sort((a, b) => b.to - a.to);
    const all = [...entering.map(slot => `to ${slot.index}`), ...leaving.map(slot => `from ${slot.index}`)];
    count.set(state, all.length);
    all.forEach((key, i) => order.set(key, (i - (all.length - 1) / 2) * pitch));
  }
  return { count, of: (slot, end) => order.get(`${end} ${slot.index}`) };
}

const round = value => Math.round(value * 100) / 100;

// An arc, moved outwards by so much: a line of the ribbon.
export function arc({ place }, { from, to, base, top }, out = 0) {
  const bend = base + (top + out - base) / 0.75;
  const points = [place(from - out, base), place(from - out, bend), place(to + out, bend), place(to + out, base)].map(p => p.map(round));
  return `M${points[0].join(' ')}C${points.slice(1).map(p => p.join(' ')).join(' ')}`;
}

export const topOf = ({ place }, { from, to, top }) => place((from + to) / 2, top);

// The head of an arrow that enters a state.
export function head({ place }, { to, base }) {
  return `M${[[to - 4, base + 7], [to, base + 0.5], [to + 4, base + 7]].map(([u, v]) => place(u, v).map(round).join(' ')).join('L')}`;
}

// From the states that the output is made of, along under all of them.
export function busPath({ place }, { states, end, from, to }) {
  const line = points => `M${points.map(([u, v]) => place(u, v).map(round).join(' ')).join('L')}`;
  return [...states.map(u => line([[u, from], [u, to]])), states.length ? line([[Math.min(...states), to], [end, to], [end, from - 1]]) : ''].join('');
}
