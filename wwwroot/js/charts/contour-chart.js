// The objective over two parameters: a smooth heat of the completed trials and lines of equal height, fading where there is no trial near, and the
// trials themselves. What the heat is stands below it.

import { t } from '../texts.js';
import { css, ramp, token } from './colours.js';
import { make } from './controls.js';
import { smooth } from './heat.js';
import { extent } from './parameters.js';
import { PlaneChart } from './plane-chart.js';
import { number } from './scales.js';

const size = 80; // cells a side
const bandwidth = size / 20;

export function create(root, studyId, sequence, state, owner) {
  return new ContourChart(root, studyId, state, owner).start(sequence);
}

class ContourChart extends PlaneChart {
  setup() {
    super.setup();
    const words = t('Heat: the local mean of the completed trials (Gaussian kernel, a twentieth of each axis wide), faint where no trial is near. It is no model of the search.');
    this.foot.append(make('p', { className: 'fine-print', textContent: words }));
  }

  layout() {
    const panels = super.layout();
    this.range = this.#robust(extent(this.rows, this.values));
    return panels;
  }

  // The colours span the values between the 2nd and the 98th percentile, so that one failure does not wash them out.
  #robust(full) {
    const sorted = Float64Array.from(this.rows, row => this.values[row]).sort();
    const [low, high] = [sorted[Math.floor(0.02 * (sorted.length - 1))], sorted[Math.ceil(0.98 * (sorted.length - 1))]];
    return low < high ? [low, high] : full;
  }

  goodnessOf(value) {
    const [low, high] = this.range;
    const share = (value - low) / (high - low || 1);
    return this.sign > 0 ? 1 - share : share;
  }

  under({ area, x, y, across, up }, pen) {
    const { trials } = this.source, { rows, values } = this;
    const width = area.right - area.left, height = area.bottom - area.top;
    const along = (scale, column, choices) => choices ? row => scale(choices[column[row]]) : row => scale(column[row]);
    const px = along(x, trials.config[across.name], x.axis.choices), py = along(y, trials.config[up.name], y.axis.choices);
    const u = Float64Array.from(rows, row => (px(row) - area.left) / width), v = Float64Array.from(rows, row => (py(row) - area.top) / height);
    const surface = smooth(size, bandwidth, rows.length, u, v, Float64Array.from(rows, row => values[row]));
    const image = new ImageData(size, size);
    for (let i = 0; i < size * size; i++) {
      if (Number.isNaN(surface.mean[i])) continue;
      const shade = ramp(this.goodnessOf(surface.mean[i]));
      for (let k = 0; k < 3; k++) image.data[4 * i + k] = shade[k];
      image.data[4 * i + 3] = 235 * surface.weight[i] / (surface.weight[i] + 0.15);
    }
    const sheet = new OffscreenCanvas(size, size);
    sheet.getContext('2d').putImageData(image, 0, 0);
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(sheet, area.left, area.top, width, height);
    this.#lines(surface, area, pen);
  }

  // Lines of equal height by marching squares, at nine levels of the colour range.
  #lines({ mean, weight }, area, pen) {
    const [low, high] = this.range, step = { x: (area.right - area.left) / size, y: (area.bottom - area.top) / size };
    pen.strokeStyle = css(token('chart-surface'), 0.55);
    pen.lineWidth = 1;
    pen.beginPath();
    for (let level = 1; level < 10; level++) {
      const height = low + (high - low) * level / 10;
      for (let row = 0; row < size - 1; row++) {
        for (let column = 0; column < size - 1; column++) {
          const at = row * size + column, corners = [at, at + 1, at + size + 1, at + size];
          if (corners.some(c => !(weight[c] > 0.1))) continue;
          this.#cross(corners.map(c => mean[c] - height), pen, area.left + (column + 0.5) * step.x, area.top + (row + 0.5) * step.y, step);
        }
      }
    }
    pen.stroke();
  }

  // Where the level crosses the four edges of a cell whose first corner is at x, y: two crossings make a line, four make two.
  #cross([a, b, c, d], pen, x, y, step) {
    if ((a < 0) === (b < 0) && (b < 0) === (c < 0) && (c < 0) === (d < 0)) return;
    const found = [];
    if ((a < 0) !== (b < 0)) found.push([x + step.x * a / (a - b), y]);
    if ((b < 0) !== (c < 0)) found.push([x + step.x, y + step.y * b / (b - c)]);
    if ((d < 0) !== (c < 0)) found.push([x + step.x * d / (d - c), y + step.y]);
    if ((a < 0) !== (d < 0)) found.push([x, y + step.y * a / (a - d)]);
    for (let i = 0; i + 1 < found.length; i += 2) {
      pen.moveTo(...found[i]);
      pen.lineTo(...found[i + 1]);
    }
  }

  // Points by their values' own scale would vanish in the heat: they are drawn small in ink instead.
  cloud({ placed }, { radius, alpha }, area) {
    const ink = token('chart-ink');
    this.points.stamp('dot', Math.max(1.2, radius - 1), alpha * (placed.count > 2000 ? 0.3 : 0.7), area, placed.count, placed.x, placed.y, () => ink);
  }

  barTexts() {
    const [low, high] = this.sign > 0 ? [this.range[1], this.range[0]] : this.range;
    return [[1, number(high, 3)], [0.5, number((low + high) / 2, 3)], [0, number(low, 3)]];
  }
}
