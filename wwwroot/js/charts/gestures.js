// What pointer, wheel and keys do to a chart of panels. Dragging zooms, moves or chooses, as the mode says; Shift moves and Alt chooses in any mode.
// The wheel zooms with Ctrl or ⌘, or while the chart has the focus, so that a page scrolls past charts. A double click shows everything again.

import { element } from './svg.js';
import { between, moved, zoomed } from './views.js';

const slack = 5; // pixels before a press becomes a drag

export class Gestures {
  mode = 'zoom';
  #from = null;

  constructor(chart) {
    this.chart = chart;
    const { stage, signal } = chart;
    const on = (name, act, options = {}) => stage.addEventListener(name, act, { signal, ...options });
    on('pointerdown', event => this.#press(event));
    on('pointermove', event => this.#move(event));
    on('pointerup', event => this.#release(event));
    on('pointercancel', () => this.#drop());
    on('pointerleave', () => this.#from ?? chart.unpoint());
    on('blur', () => chart.unpoint());
    on('dblclick', () => chart.reset());
    on('wheel', event => this.#wheel(event), { passive: false });
    on('keydown', event => this.#key(event));
  }

  #at(event) {
    const box = this.chart.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #press(event) {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const [x, y] = this.#at(event), panel = this.chart.panelAt(x, y);
    if (!panel) return;
    const mode = event.shiftKey ? 'pan' : event.altKey ? 'select' : this.mode;
    this.#from = { x, y, panel, mode, view: { ...this.chart.viewOf(panel) } };
    this.chart.stage.setPointerCapture(event.pointerId);
  }

  #move(event) {
    const [x, y] = this.#at(event);
    if (!this.#from) return this.chart.point(x, y);
    const dx = x - this.#from.x, dy = y - this.#from.y;
    if (!this.#from.dragging && Math.hypot(dx, dy) < slack) return;
    this.#from.dragging = true;
    this.chart.unpoint();
    if (this.#from.mode === 'pan') this.#pan(dx, dy);
    else this.#frame(x, y);
  }

  #release(event) {
    const from = this.#from;
    const [x, y] = this.#at(event);
    this.#drop();
    if (!from) return;
    if (!from.dragging) return this.chart.press?.(x, y);
    const box = this.#box(from, x, y);
    if (from.mode === 'zoom') this.#zoom(from.panel, box);
    if (from.mode === 'select') this.chart.chooseWithin(from.panel, box);
  }

  #drop() {
    this.rectangle?.remove();
    this.#from = this.rectangle = null;
  }

  // The dragged box within its panel; a flat or narrow one spans the whole panel across.
  #box({ x: x0, y: y0, panel: { area }, mode }, x1, y1) {
    const clamp = (v, low, high) => Math.min(high, Math.max(low, v));
    const box = {
      left: clamp(Math.min(x0, x1), area.left, area.right), right: clamp(Math.max(x0, x1), area.left, area.right),
      top: clamp(Math.min(y0, y1), area.top, area.bottom), bottom: clamp(Math.max(y0, y1), area.top, area.bottom),
    };
    if (mode !== 'zoom') return box;
    if (box.bottom - box.top < 18) Object.assign(box, { top: area.top, bottom: area.bottom });
    else if (box.right - box.left < 18) Object.assign(box, { left: area.left, right: area.right });
    return box;
  }

  #frame(x, y) {
    const box = this.#box(this.#from, x, y);
    this.rectangle ??= element(this.chart.svg, 'rect', { class: `dragged ${this.#from.mode}`, 'data-transient': '' });
    const shape = { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top };
    for (const [name, value] of Object.entries(shape)) this.rectangle.setAttribute(name, value);
  }

  #zoom(panel, box) {
    const { area, x, y } = panel;
    const view = this.chart.viewOf(panel);
    const isWide = box.left === area.left && box.right === area.right, isTall = box.top === area.top && box.bottom === area.bottom;
    this.chart.look(panel, { x: isWide ? view.x : between(x, box.left, box.right), y: isTall ? view.y : between(y, box.bottom, box.top) });
  }

  #pan(dx, dy) {
    const { panel, view } = this.#from, { area, x, y } = panel;
    const share = { x: -dx / (area.right - area.left), y: dy / (area.bottom - area.top) };
    this.chart.look(panel, { x: moved(x.axis, view.x, share.x), y: moved(y.axis, view.y, share.y) });
  }

  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== this.chart.stage) return;
    const [x, y] = this.#at(event), panel = this.chart.panelAt(x, y);
    if (!panel) return;
    event.preventDefault();
    this.#scale(panel, Math.exp(event.deltaY * 0.0016), x, y);
  }

  #scale(panel, factor, px, py) {
    const { x, y } = panel, view = this.chart.viewOf(panel);
    this.chart.look(panel, { x: zoomed(x.axis, view.x, factor, x.invert(px)), y: zoomed(y.axis, view.y, factor, y.invert(py)) });
  }

  #key(event) {
    const panel = this.chart.panelInFocus();
    if (!panel || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const { area } = panel, middle = [(area.left + area.right) / 2, (area.top + area.bottom) / 2];
    const acts = {
      '+': () => this.#scale(panel, 0.7, ...middle), '=': () => this.#scale(panel, 0.7, ...middle), '-': () => this.#scale(panel, 1 / 0.7, ...middle),
      '0': () => this.chart.reset(), Escape: () => this.chart.escape(), Enter: () => this.chart.open?.(), Home: () => this.chart.step(-Infinity), End: () => this.chart.step(Infinity),
    };
    const view = this.chart.viewOf(panel);
    if (arrow && event.shiftKey) {
      this.chart.look(panel, { x: moved(panel.x.axis, view.x, arrow[0] / 8), y: moved(panel.y.axis, view.y, arrow[1] / 8) });
    } else if (arrow) {
      this.chart.step(arrow[0] || arrow[1]);
    } else if (acts[event.key]) {
      acts[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  }
}
