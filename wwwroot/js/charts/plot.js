// What every chart shares: an SVG that follows its host's size, axes, marks drawn as one path each, a readout that follows pointer and arrow keys.

import { number } from './scales.js';

const namespace = 'http://www.w3.org/2000/svg';

export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export function element(parent, name, attributes = {}) {
  const node = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  parent.append(node);
  return node;
}

// Shapes differ by more than colour: dot, cross, square, ring.
const shapes = {
  dot: (x, y) => `M${x} ${y}h.01`,
  cross: (x, y) => `M${x - 3.5} ${y - 3.5}l7 7m0-7l-7 7`,
  square: (x, y) => `M${x - 3} ${y - 3}h6v6h-6z`,
  ring: (x, y) => `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0`,
};

export const marks = (points, shape = 'dot') => points.map(p => shapes[shape](round(p[0]), round(p[1]))).join('');

export function line(points, stepped = false) {
  let path = '';
  for (let i = 0; i < points.length; i++) {
    const [x, y] = points[i];
    if (i === 0) path = `M${round(x)} ${round(y)}`;
    else path += stepped ? `H${round(x)}V${round(y)}` : `L${round(x)} ${round(y)}`;
  }
  return path;
}

const round = value => Math.round(value * 100) / 100;

export class Plot {
  constructor(host) {
    this.host = host;
    host.classList.add('plot');
    host.tabIndex = 0;
    this.svg = element(host, 'svg', { 'aria-hidden': 'true', focusable: 'false' });
    this.note = document.createElement('div');
    this.note.className = 'plot-note';
    this.readout = document.createElement('div');
    this.readout.className = 'plot-readout';
    this.readout.hidden = true;
    this.readout.setAttribute('role', 'status');
    host.append(this.note, this.readout);
    this.aborter = new AbortController();
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(host);
    this.#listen();
  }

  // Draws once in the next frame, however often it is asked before.
  redraw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      const { clientWidth: width, clientHeight: height } = this.host;
      if (width === 0 || height === 0) return;
      this.width = width;
      this.height = height;
      this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
      this.draw();
    });
  }

  say(text) {
    if (this.note.textContent !== text) this.note.textContent = text;
    this.note.hidden = !text;
    this.svg.style.visibility = text ? 'hidden' : '';
    if (text) this.hide();
  }

  // Grid lines and labels of a vertical axis; the area is { left, right, top, bottom }.
  yAxis(group, scale, area, count, title) {
    for (const tick of scale.ticks(count)) {
      const y = round(scale(tick));
      if (y < area.top - 1 || y > area.bottom + 1) continue;
      element(group, 'path', { class: 'grid', d: `M${area.left} ${y}H${area.right}` });
      element(group, 'text', { class: 'tick', x: area.left - 8, y, 'text-anchor': 'end', dy: '.32em' }).textContent = number(tick);
    }
    if (title) element(group, 'text', { class: 'axis-title', x: area.left, y: area.top - 8 }).textContent = title;
  }

  xAxis(group, scale, area, count, title) {
    element(group, 'path', { class: 'axis', d: `M${area.left} ${area.bottom}H${area.right}` });
    const ticks = scale.ticks(count);
    const room = scale.width ? Math.max(3, Math.floor(scale.width / 6.5)) : 99;
    for (const tick of ticks) {
      const x = round(scale(tick));
      const label = scale.width ? String(tick) : number(tick);
      element(group, 'path', { class: 'axis', d: `M${x} ${area.bottom}v4` });
      const text = element(group, 'text', { class: 'tick', x, y: area.bottom + 16, 'text-anchor': 'middle' });
      text.textContent = label.length > room ? label.slice(0, room - 1) + '…' : label;
    }
    if (title) element(group, 'text', { class: 'axis-title', x: area.right, y: area.bottom + 32, 'text-anchor': 'end' }).textContent = title;
  }

  // Shows lines of [label, value] beside a pixel; texts only, so a name can never become markup.
  show(x, y, title, rows) {
    const list = document.createElement('dl');
    for (const [label, value] of rows) {
      const dt = document.createElement('dt');
      const dd = document.createElement('dd');
      dt.textContent = label;
      dd.textContent = value;
      list.append(dt, dd);
    }
    const head = document.createElement('strong');
    head.textContent = title;
    this.readout.replaceChildren(head, list);
    this.readout.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.readout;
    const left = x + 14 + width > this.width ? x - 14 - width : x + 14;
    const within = (value, most) => Math.max(0, Math.min(value, most));
    this.readout.style.transform = `translate(${within(left, this.width - width)}px, ${within(y - height / 2, this.height - height)}px)`;
  }

  hide() {
    this.readout.hidden = true;
    this.unpoint?.();
  }

  #listen() {
    const options = { signal: this.aborter.signal };
    this.host.addEventListener('pointermove', event => {
      const box = this.host.getBoundingClientRect();
      this.point?.(event.clientX - box.left, event.clientY - box.top);
    }, options);
    this.host.addEventListener('pointerleave', () => this.hide(), options);
    this.host.addEventListener('blur', () => this.hide(), options);
    this.host.addEventListener('keydown', event => {
      const move = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
      if (event.key === 'Escape') this.hide();
      if (move === undefined || !this.step) return;
      event.preventDefault();
      this.step(move);
    }, options);
  }

  dispose() {
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.aborter.abort();
    this.host.replaceChildren();
  }
}
