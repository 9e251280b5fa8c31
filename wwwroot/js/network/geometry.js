// Curves between the points of a connection: straight along the flow, bent in between.

const round = value => Math.round(value * 100) / 100;

// Control points of the bend from p to q.
function bend([x0, y0], [x1, y1], down) {
  const middle = down ? (y0 + y1) / 2 : (x0 + x1) / 2;
  return down ? [[x0, middle], [x1, middle]] : [[middle, y0], [middle, y1]];
}

const straight = (p, q, down) => Math.abs(down ? p[0] - q[0] : p[1] - q[1]) < 0.01;

export function curve(points, down) {
  let path = `M${round(points[0][0])} ${round(points[0][1])}`;
  for (let i = 1; i < points.length; i++) {
    const [p, q] = [points[i - 1], points[i]];
    if (straight(p, q, down)) {
      path += `L${round(q[0])} ${round(q[1])}`;
      continue;
    }
    const [a, b] = bend(p, q, down);
    path += `C${[...a, ...b, ...q].map(round).join(' ')}`;
  }
  return path;
}

// As many points along the curve as asked for, so that two curves can be blended point by point.
export function sampled(points, down, count) {
  const dense = [points[0]];
  for (let i = 1; i < points.length; i++) {
    const [p, q] = [points[i - 1], points[i]];
    const [a, b] = straight(p, q, down) ? [p, q] : bend(p, q, down);
    for (let step = 1; step <= 12; step++) dense.push(cubic(p, a, b, q, step / 12));
  }
  return Array.from({ length: count }, (_, i) => dense[Math.round(i * (dense.length - 1) / (count - 1))]);
}

function cubic(p, a, b, q, t) {
  const s = 1 - t;
  const at = i => s * s * s * p[i] + 3 * s * s * t * a[i] + 3 * s * t * t * b[i] + t * t * t * q[i];
  return [at(0), at(1)];
}

export const blend = (from, to, t) => from + (to - from) * t;

export const polyline = points => points.map(([x, y], i) => `${i ? 'L' : 'M'}${round(x)} ${round(y)}`).join('');

// The head of an arrow that ends at a point.
export const tip = ([x, y], down) => down ? `M${x - 3.5} ${y - 6}L${x} ${y - 0.5}L${x + 3.5} ${y - 6}` : `M${x - 6} ${y - 3.5}L${x - 0.5} ${y}L${x - 6} ${y + 3.5}`;
