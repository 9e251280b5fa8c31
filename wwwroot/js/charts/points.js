// Many marks at once: each shape is drawn once, small, and then stamped into an image, which costs a few nanoseconds a pixel however many marks
// lie on each other. Positions are rounded to device pixels.

const draw = {
  dot: (pen, r) => { pen.arc(0, 0, r, 0, 7); pen.fill(); },
  square: (pen, r) => pen.strokeRect(-r * 0.8, -r * 0.8, r * 1.6, r * 1.6),
  up: (pen, r) => { pen.moveTo(0, -r * 1.1); pen.lineTo(r, r * 0.8); pen.lineTo(-r, r * 0.8); pen.fill(); },
  ring: (pen, r) => { pen.arc(0, 0, r, 0, 7); pen.stroke(); },
  cross: (pen, r) => { pen.moveTo(-r, -r); pen.lineTo(r, r); pen.moveTo(r, -r); pen.lineTo(-r, r); pen.stroke(); },
};

// The pixels of a shape whose radius is in device pixels: offsets across and down, and opacities.
function mask(shape, radius, width) {
  const half = Math.ceil(radius + width + 1), size = 2 * half + 1;
  const pen = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true });
  pen.translate(half + 0.5, half + 0.5);
  pen.lineWidth = width;
  pen.lineCap = 'round';
  pen.beginPath();
  draw[shape](pen, radius);
  const { data } = pen.getImageData(0, 0, size, size);
  const inked = Array.from({ length: size * size }, (_, i) => i).filter(i => data[4 * i + 3] > 3);
  return {
    half, dx: Int32Array.from(inked, i => i % size - half), dy: Int32Array.from(inked, i => Math.floor(i / size) - half),
    opacity: Float32Array.from(inked, i => data[4 * i + 3] / 255),
  };
}

export class Points {
  #image = null;
  #masks = new Map();

  // Starts an empty picture of a canvas.
  begin(canvas, ratio) {
    this.ratio = ratio;
    if (this.#image?.width !== canvas.width || this.#image.height !== canvas.height) {
      this.#image = new ImageData(canvas.width, canvas.height);
      this.sheet = new OffscreenCanvas(canvas.width, canvas.height);
      this.#masks.clear();
    } else {
      this.#image.data.fill(0);
    }
  }

  // Stamps a shape at every [x, y] of the area; `colour(i)` is red, green, blue. What lies outside the area, by more than its radius, is left out.
  stamp(shape, radius, alpha, area, count, x, y, colour) {
    const key = `${shape} ${radius}`;
    if (!this.#masks.has(key)) this.#masks.set(key, mask(shape, radius * this.ratio, 1.5 * this.ratio));
    const shapeMask = this.#masks.get(key);
    const edge = { left: (area.left - 1) * this.ratio, right: (area.right + 1) * this.ratio, top: (area.top - 1) * this.ratio, bottom: (area.bottom + 1) * this.ratio };
    for (let i = 0; i < count; i++) {
      const cx = Math.round(x[i] * this.ratio), cy = Math.round(y[i] * this.ratio);
      if (!(cx >= edge.left && cx <= edge.right && cy >= edge.top && cy <= edge.bottom)) continue;
      this.#blend(shapeMask, cx, cy, colour(i), alpha);
    }
  }

  // Puts the picture over what is on the canvas.
  flush(pen) {
    this.sheet.getContext('2d').putImageData(this.#image, 0, 0);
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.sheet, 0, 0);
    pen.restore();
  }

  #blend({ half, dx, dy, opacity }, cx, cy, [r, g, b], alpha) {
    const { data, width, height } = this.#image;
    if (cx < half || cy < half || cx >= width - half || cy >= height - half) return;
    for (let i = 0; i < opacity.length; i++) {
      const at = 4 * ((cy + dy[i]) * width + cx + dx[i]), over = opacity[i] * alpha;
      const under = data[at + 3] / 255 * (1 - over), whole = over + under;
      data[at] = (r * over + data[at] * under) / whole;
      data[at + 1] = (g * over + data[at + 1] * under) / whole;
      data[at + 2] = (b * over + data[at + 2] * under) / whole;
      data[at + 3] = 255 * whole;
    }
  }
}

// Dense clouds are drawn with smaller, fainter marks.
export const look = count => count > 20_000 ? { radius: 1.6, alpha: 0.35 } : count > 4000 ? { radius: 2, alpha: 0.5 }
  : count > 600 ? { radius: 2.6, alpha: 0.65 } : { radius: 3.4, alpha: 0.85 };
