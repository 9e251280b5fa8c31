// The terms of an acquisition as areas that stand on one another: their upper edge is what they add up to. A term may be below zero, where a point is
// expected to be worse than the best; the next one then begins there.

import { element, line } from './stage.js';

// What the terms come to, one after the other, over all cells of a model.
export function partsOf(fields, model) {
  const terms = fields.map(f => model.fields.find(g => g.key === f.key).values);
  return terms[0].map((_, i) => terms.reduce((sum, values) => sum + (values[i] ?? 0), 0));
}

export function drawPart(svg, { fields, area, y }, xs) {
  let below = xs.map(() => 0);
  const level = values => values.map((v, i) => [xs[i], y(v)]);
  fields.forEach((field, k) => {
    const above = below.map((b, i) => b + (field.values[i] ?? 0));
    // What takes away has no area of its own: the next term makes up for it from there.
    const edge = k === 0 ? above.map(v => Math.max(0, v)) : above;
    element(svg, 'path', { class: `fill ${field.role} ${field.key}`, d: `${line([...level(edge), ...level(below).reverse()])}Z` });
    if (k < fields.length - 1) element(svg, 'path', { class: `curve term ${field.key}`, d: line(level(above)) });
    below = above;
  });
  element(svg, 'path', { class: 'axis', d: `M${area.left} ${y(0)}H${area.right}` });
  element(svg, 'path', { class: 'curve sum', d: line(level(below)) });
}
