// The drawing area: light strokes on a dark ground, as most sets of drawn characters have them. It can also show a picture or an example.

// Shows an example's numbers as a picture: shape is [channels, height, width], pixels lie channel after channel, 0 to 255.
export function paint(canvas, pixels, [channels, height, width]) {
  const image = new ImageData(width, height);
  const plane = width * height;
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = pixels[(channels === 3 ? c : 0) * plane + i];
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
}

export class Canvas {
  constructor(canvas, shape, signal, changed) {
    Object.assign(this, { canvas, shape, changed });
    // As wide as it is high in the model's eyes.
    canvas.height = Math.round(canvas.width * shape[1] / shape[2]);
    this.context = canvas.getContext('2d', { willReadFrequently: true });
    this.clear();
    canvas.addEventListener('pointerdown', event => this.#begin(event), { signal });
    canvas.addEventListener('pointermove', event => this.#draw(event), { signal });
  }

  clear() {
    this.context.fillStyle = '#000';
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.foreign = false;
  }

  // An example's pixels, enlarged without smoothing.
  put(pixels) {
    const [, height, width] = this.shape;
    const small = Object.assign(document.createElement('canvas'), { width, height });
    paint(small, pixels, this.shape);
    this.clear();
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(small, 0, 0, this.canvas.width, this.canvas.height);
    this.foreign = true;
  }

  async show(file) {
    this.clear();
    this.foreign = true;
    try {
      const bitmap = await createImageBitmap(file);
      this.context.imageSmoothingEnabled = true;
      this.context.drawImage(bitmap, 0, 0, this.canvas.width, this.canvas.height);
    } catch {
      // No picture: the server's answer says so.
    }
  }

  // What the model is given: the mean brightness of the pixels under each of its own, channel after channel.
  pixels() {
    const [channels, height, width] = this.shape;
    const { data } = this.context.getImageData(0, 0, this.canvas.width, this.canvas.height);
    const [across, down] = [this.canvas.width / width, this.canvas.height / height];
    const result = new Uint8Array(channels * height * width);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const mean = this.#mean(data, Math.floor(x * across), Math.ceil((x + 1) * across), Math.floor(y * down), Math.ceil((y + 1) * down));
        for (let c = 0; c < channels; c++) result[(c * height + y) * width + x] = mean[channels === 3 ? c : 0];
      }
    }
    return result;
  }

  #mean(data, left, right, top, bottom) {
    const sum = [0, 0, 0];
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++)
      for (let c = 0; c < 3; c++) sum[c] += data[4 * (y * this.canvas.width + x) + c];
    return sum.map(s => Math.round(s / ((right - left) * (bottom - top))));
  }

  #at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * this.canvas.width / box.width, (event.clientY - box.top) * this.canvas.height / box.height];
  }

  #begin(event) {
    if (event.button !== 0) return;
    // A new drawing does not go over an example or a picture.
    if (this.foreign) this.clear();
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.#at(event);
    this.#stroke(this.last);
  }

  #draw(event) {
    if (!(event.buttons & 1) || !this.last) return;
    for (const part of event.getCoalescedEvents?.() ?? [event]) this.#stroke(this.#at(part));
  }

  #stroke(to) {
    Object.assign(this.context, { strokeStyle: '#fff', lineWidth: this.canvas.width * 0.095, lineCap: 'round', lineJoin: 'round' });
    this.context.beginPath();
    this.context.moveTo(...this.last);
    this.context.lineTo(to[0] + 0.01, to[1]);
    this.context.stroke();
    this.last = to;
    this.changed();
  }
}
