// Thousands of polylines at once: each is walked pixel by pixel into a grid that counts the lines over a pixel and keeps the best of them, and the
// grid is coloured once. A pixel costs about a nanosecond, where stroking a path costs a hundred.

import { rampLevels } from './colours.js';

export class Strands {
  constructor(width, height) {
    Object.assign(this, { width, height });
    this.counts = new Uint16Array(width * height);
    this.best = new Uint8Array(width * height);
  }

  clear() {
    this.counts.fill(0);
    this.best.fill(0);
  }

  // A straight line between two points, of a level from 0 to rampLevels − 1.
  line(x0, y0, x1, y1, level) {
    const { width, height, counts, best } = this;
    const steps = Math.max(1, Math.round(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))));
    const dx = (x1 - x0) / steps, dy = (y1 - y0) / steps;
    let x = x0 + 0.5, y = y0 + 0.5;
    for (let i = 0; i <= steps; i++, x += dx, y += dy) {
      const column = x | 0, row = y | 0;
      if (column < 0 || column >= width || row < 0 || row >= height) continue;
      const at = row * width + column;
      counts[at]++;
      if (level > best[at]) best[at] = level;
    }
  }

  // The grid as a picture: colours from a table of the levels, denser where more lines lie.
  paint(pen, shades, alpha, width, height) {
    const image = new ImageData(this.width, this.height), { data } = image;
    const dense = Float32Array.from({ length: 64 }, (_, n) => 255 * (1 - (1 - alpha) ** n));
    for (let at = 0; at < this.counts.length; at++) {
      const count = this.counts[at];
      if (count === 0) continue;
      const [r, g, b] = shades[this.best[at]];
      const strength = this.best[at] / (rampLevels - 1);
      data[4 * at] = r;
      data[4 * at + 1] = g;
      data[4 * at + 2] = b;
      data[4 * at + 3] = Math.max(dense[Math.min(63, count)], 235 * strength ** 6);
    }
    const sheet = new OffscreenCanvas(this.width, this.height);
    sheet.getContext('2d').putImageData(image, 0, 0);
    pen.drawImage(sheet, 0, 0, width, height);
  }
}
