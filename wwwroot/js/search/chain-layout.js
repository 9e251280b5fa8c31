// Where the layers of a chain stand: one row a layer, its candidates side by side, lines from what came before to each and on from there. Connections
// that skip layers are arcs on the right.

const row = 64;
const box = { least: 76, most: 124, height: 28, gap: 10 };
const letter = 6.3;
const name = 118;
const title = 26;
const bulge = 17; // pixels that an arc goes out for each layer that it skips

export function chainLayout(group) {
  const layers = group.slots.filter(slot => slot.from === null || slot.to === null);
  const skips = group.slots.filter(slot => slot.from !== null && slot.to !== null);
  const most = Math.max(1, ...layers.map(slot => slot.candidates.length));
  const longest = Math.max(...layers.flatMap(slot => slot.candidates.map(name => name.length)), 0);
  const pill = { ...box, width: Math.min(box.most, Math.max(box.least, longest * letter + 16)) };
  const wide = most * (pill.width + pill.gap) - pill.gap;
  const middle = name + wide / 2;
  const right = name + wide + 16;
  const far = Math.max(0, ...skips.map(slot => Math.abs(slot.to - slot.from)));
  const y = i => title + 24 + i * row;
  const rows = layers.map((slot, i) => {
    const own = slot.candidates.length * (pill.width + pill.gap) - pill.gap;
    return {
      slot,
      name: [0, y(i) + pill.height / 2],
      joint: [middle, y(i) - (row - pill.height) / 2],
      next: [middle, y(i) + pill.height + (row - pill.height) / 2],
      pills: slot.candidates.map((_, k) => ({ x: middle - own / 2 + k * (pill.width + pill.gap), y: y(i), width: pill.width, height: pill.height })),
    };
  });
  const numbered = new Map(layers.map((slot, i) => [i + 1, y(i) + pill.height / 2]));
  return {
    width: right + (skips.length ? far * bulge + 26 : 4),
    height: y(layers.length) - 8,
    rows,
    skips: skips.map(slot => ({ slot, d: skipArc(right, numbered.get(slot.from), numbered.get(slot.to), Math.abs(slot.to - slot.from) * bulge) }))
      .filter(skip => skip.d),
  };
}

function skipArc(x, from, to, out) {
  return from === undefined || to === undefined ? '' : `M${x} ${from}C${x + out / 0.75} ${from} ${x + out / 0.75} ${to} ${x} ${to}`;
}

// From one joint to a candidate, or on from there: straight down at both ends.
export const strand = ([x0, y0], [x1, y1]) => `M${x0} ${y0}C${x0} ${(y0 + y1) / 2} ${x1} ${(y0 + y1) / 2} ${x1} ${y1}`;
