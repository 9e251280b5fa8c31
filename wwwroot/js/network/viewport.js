// What of the drawing is seen: panned by dragging, zoomed by wheel, buttons and keys. Once a person has moved it, it stays where it was put.

const [least, most] = [0.08, 4];
const margin = 18;

export class Viewport {
  moved = false;
  view = { k: 1, x: 0, y: 0 };

  constructor(host, scene, signal) {
    Object.assign(this, { host, scene });
    const on = (name, handler, options = {}) => host.addEventListener(name, handler, { signal, ...options });
    // The page scrolls under a wheel until the diagram is in use; with Ctrl, as a pinch on a touch pad sends it, it always zooms.
    on('wheel', event => {
      if (!event.ctrlKey && !event.metaKey && !host.contains(document.activeElement)) return;
      event.preventDefault();
      const box = host.getBoundingClientRect();
      this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    on('pointerdown', event => this.#begin(event));
    on('pointermove', event => this.#drag(event));
    for (const end of ['pointerup', 'pointercancel']) on(end, () => this.start = null);
  }

  set(view) {
    this.view = view;
    this.scene.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.k})`);
  }

  zoom(factor, x = this.host.clientWidth / 2, y = this.host.clientHeight / 2) {
    const k = Math.min(most, Math.max(least, this.view.k * factor));
    const ratio = k / this.view.k;
    this.moved = true;
    this.set({ k, x: x - (x - this.view.x) * ratio, y: y - (y - this.view.y) * ratio });
  }

  pan(x, y) {
    this.moved = true;
    this.set({ ...this.view, x: this.view.x + x, y: this.view.y + y });
  }

  // The whole drawing; or, where that would be too small to read, its beginning.
  fitting({ width, height, direction, nodes }, readable = 0) {
    const { clientWidth, clientHeight } = this.host;
    const fit = Math.min((clientWidth - 2 * margin) / width, (clientHeight - 2 * margin) / height, 1.1);
    const k = Math.max(fit, readable);
    const first = nodes[0];
    // Where there is no room for all of it, its beginning is in sight: the input stands in the middle, as far as that leaves no room empty.
    const place = (room, size, along, middle) => size * k <= room - 2 * margin ? (room - size * k) / 2
      : along ? margin : Math.min(margin, Math.max(room - margin - size * k, room / 2 - middle * k));
    return {
      k,
      x: place(clientWidth, width, direction === 'right', first.x + first.width / 2),
      y: place(clientHeight, height, direction === 'down', first.y + first.height / 2),
    };
  }

  // Brings a box into sight.
  reveal({ x, y, width, height }) {
    const { k } = this.view;
    const shift = (at, size, room) => at < margin ? margin - at : at + size > room - margin ? room - margin - at - size : 0;
    const dx = shift(x * k + this.view.x, width * k, this.host.clientWidth);
    const dy = shift(y * k + this.view.y, height * k, this.host.clientHeight);
    if (dx || dy) this.set({ ...this.view, x: this.view.x + dx, y: this.view.y + dy });
  }

  #begin(event) {
    this.dragged = false;
    if (event.button === 0) this.start = { x: event.clientX, y: event.clientY, view: this.view, id: event.pointerId };
  }

  #drag(event) {
    if (!this.start || !(event.buttons & 1)) return;
    const [dx, dy] = [event.clientX - this.start.x, event.clientY - this.start.y];
    // A press that trembles is still a press.
    if (!this.host.hasPointerCapture(this.start.id) && Math.hypot(dx, dy) < 4) return;
    this.host.setPointerCapture(this.start.id);
    this.moved = this.dragged = true;
    this.set({ ...this.view, x: this.start.view.x + dx, y: this.start.view.y + dy });
  }
}
