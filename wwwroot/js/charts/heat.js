// A smooth surface through scattered values: the Nadaraya–Watson estimate (Nadaraya, 1964) with a Gaussian kernel, computed on a grid. Values are
// first gathered into the cells of the grid, sums and counts are blurred alike, and their quotient is the local mean: linear in trials and cells.

export function smooth(size, bandwidth, count, u, v, value) {
  const sums = new Float64Array(size * size), weights = new Float64Array(size * size);
  for (let i = 0; i < count; i++) {
    if (!(u[i] >= 0 && u[i] <= 1 && v[i] >= 0 && v[i] <= 1)) continue;
    const cell = Math.min(size - 1, Math.floor(v[i] * size)) * size + Math.min(size - 1, Math.floor(u[i] * size));
    sums[cell] += value[i];
    weights[cell]++;
  }
  const reach = Math.ceil(3 * bandwidth);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-0.5 * ((k - reach) / bandwidth) ** 2));
  const [top, bottom] = [blur(sums, size, kernel, reach), blur(weights, size, kernel, reach)];
  return { mean: top.map((s, i) => bottom[i] > 1e-9 ? s / bottom[i] : NaN), weight: bottom };
}

function blur(grid, size, kernel, reach) {
  const pass = (from, stride, step) => {
    const to = new Float64Array(size * size);
    for (let line = 0; line < size; line++) {
      for (let at = 0; at < size; at++) {
        let sum = 0;
        const first = Math.max(0, at - reach), last = Math.min(size - 1, at + reach);
        for (let k = first; k <= last; k++) sum += from[line * stride + k * step] * kernel[k - at + reach];
        to[line * stride + at * step] = sum;
      }
    }
    return to;
  };
  return pass(pass(grid, size, 1), 1, size);
}
