// Thousands of polylines at once: each is walked pixel by pixel into a grid that counts the lines over a pixel and sums their levels, and the grid is
// coloured once, by the mean level. A pixel costs a few nanoseconds, where stroking a path costs a hundred.

export class Strands {
  constructor(width, height) {
    Object.assign(this, { width, height });
    this.counts = new Uint16Array(width * height);
    this.sums = new Uint32Array(width * height);
  }

  clear() {
    this.counts.fill(0);
    this.sums.fill(0);
  }

  // A straight line between two points of the grid, of a level of the ramp: a pixel a column, or a pixel a row where it is steep.
  line(x0, y0, x1, y1, level) {
    const { width, counts, sums } = this;
    const isSteep = Math.abs(y1 - y0) > Math.abs(x1 - x0), isBack = isSteep ? y1 < y0 : x1 < x0;
    const [ax, ay, bx, by] = isBack ? [x1, y1, x0, y0] : [x0, y0, x1, y1];
    const from = Math.round(isSteep ? ay : ax), to = Math.round(isSteep ? by : bx);
    const slope = isSteep ? (bx - ax) / (by - ay || 1) : (by - ay) / (bx - ax || 1);
    let other = (isSteep ? ax : ay) + 0.5;
    for (let along = from; along <= to; along++, other += slope) {
      const at = isSteep ? along * width + (other | 0) : (other | 0) * width + along;
      counts[at]++;
      sums[at] += level;
    }
  }

  // The grid as a picture: colours from a table of the levels, denser where more lines lie.
  paint(pen, shades, alpha, width, height) {
    const image = new ImageData(this.width, this.height), { data } = image;
    const dense = Float32Array.from({ length: 64 }, (_, n) => 255 * (1 - (1 - alpha) ** n));
    for (let at = 0; at < this.counts.length; at++) {
      const count = this.counts[at];
      if (count === 0) continue;
      const [r, g, b] = shades[Math.round(this.sums[at] / count)];
      data[4 * at] = r;
      data[4 * at + 1] = g;
      data[4 * at + 2] = b;
      data[4 * at + 3] = dense[Math.min(63, count)];
    }
    const sheet = new OffscreenCanvas(this.width, this.height);
    sheet.getContext('2d').putImageData(image, 0, 0);
    pen.drawImage(sheet, 0, 0, width, height);
  }
}
