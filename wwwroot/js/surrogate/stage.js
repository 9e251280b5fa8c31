// The ground of the model's plots: a canvas for heat maps under an SVG for everything else, which takes its colours from the style sheet; a note
// instead of the plot, a readout that follows pointer and arrow keys. It follows its host's size and the theme, and draws once a frame.

import { make } from '../charts/controls.js';

const namespace = 'http://www.w3.org/2000/svg';

export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export function element(parent, name, attributes = {}, text) {
  const node = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  parent.append(node);
  return node;
}

const round = value => Math.round(value * 100) / 100;

export const line = points => points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');

// Shapes differ by more than colour.
const shapes = {
  above: (x, y) => `M${x - 5} ${y + 7}l5 -7l5 7z`,
  below: (x, y) => `M${x - 5} ${y - 7}l5 7l5 -7z`,
  dot: (x, y) => `M${x} ${y}h.01`,
  ring: (x, y, r = 5) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0${-2 * r} 0`,
  diamond: (x, y) => `M${x} ${y - 6}l6 6l-6 6l-6-6z`,
  cross: (x, y) => `M${x - 5} ${y - 5}l10 10m0-10l-10 10`,
};

export const marks = (points, shape = 'dot', size) => points.map(([x, y]) => shapes[shape](round(x), round(y), size)).join('');

export class Stage {
  constructor(host) {
    this.host = host;
    host.classList.add('stage');
    host.tabIndex = 0;
    this.canvas = make('canvas', {});
    this.svg = element(host, 'svg', { 'aria-hidden': 'true', focusable: 'false' });
    this.note = make('div', { className: 'plot-note' });
    this.readout = make('div', { className: 'plot-readout', hidden: true });
    this.readout.setAttribute('role', 'status');
    host.prepend(this.canvas);
    host.append(this.note, this.readout);
    this.aborter = new AbortController();
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(host);
    this.themes = new MutationObserver(() => this.redraw());
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.#listen();
  }

  redraw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      const { clientWidth: width, clientHeight: height } = this.host;
      if (width === 0 || height === 0) return;
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      if (width !== this.width || height !== this.height || ratio !== this.ratio) {
        Object.assign(this, { width, height, ratio });
        this.canvas.width = Math.round(width * ratio);
        this.canvas.height = Math.round(height * ratio);
        this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
      }
      this.draw();
    });
  }

  // A text instead of the plot; '' for the plot.
  say(text) {
    if (this.note.textContent !== text) this.note.textContent = text;
    this.note.hidden = !text;
    this.host.classList.toggle('silent', text !== '');
    if (text) this.hide();
  }

  // Shows lines of [label, value] beside a pixel; texts only, so a name can never become markup.
  show(x, y, title, rows) {
    const list = make('dl', {}, ...rows.flatMap(([label, value]) => [make('dt', { textContent: label }), make('dd', { textContent: value })]));
    this.readout.replaceChildren(make('strong', { textContent: title }), list);
    this.readout.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.readout;
    const left = x + 16 + width > this.width ? x - 16 - width : x + 16;
    const within = (value, most) => Math.max(0, Math.min(value, most));
    this.readout.style.transform = `translate(${within(left, this.width - width)}px, ${within(y - height / 2, this.height - height)}px)`;
  }

  hide() {
    this.readout.hidden = true;
    this.unpoint?.();
  }

  yAxis(scale, area, title, format, lined = !scale.width) {
    for (const tick of scale.ticks(Math.max(2, Math.floor((area.bottom - area.top) / 28)))) {
      const y = round(scale(tick));
      if (y < area.top - 1 || y > area.bottom + 1) continue;
      if (lined) element(this.svg, 'path', { class: 'grid', d: `M${area.left} ${y}H${area.right}` });
      element(this.svg, 'text', { class: 'tick', x: area.left - 8, y, 'text-anchor': 'end', dy: '.32em' }, fit(format(tick), (area.left - 8) / 6.2));
    }
    if (title) element(this.svg, 'text', { class: 'axis-title', x: area.left, y: area.top - 9 }, fit(title, (area.right - area.left) / 6.2));
  }

  xAxis(scale, area, title, format) {
    element(this.svg, 'path', { class: 'axis', d: `M${area.left} ${area.bottom}H${area.right}` });
    const room = scale.width ? Math.max(2, Math.floor(scale.width / 6.4)) : 99;
    for (const tick of scale.ticks(Math.max(2, Math.floor((area.right - area.left) / 76)))) {
      const x = round(scale(tick));
      element(this.svg, 'path', { class: 'axis', d: `M${x} ${area.bottom}v4` });
      element(this.svg, 'text', { class: 'tick', x, y: area.bottom + 17, 'text-anchor': 'middle' }, fit(format(tick), room));
    }
    const end = { class: 'axis-title', x: area.right, y: area.bottom + 33, 'text-anchor': 'end' };
    if (title) element(this.svg, 'text', end, fit(title, (area.right - area.left) / 6.2));
  }

  #listen() {
    const options = { signal: this.aborter.signal };
    this.host.addEventListener('pointermove', event => {
      const box = this.host.getBoundingClientRect();
      this.point?.(event.clientX - box.left, event.clientY - box.top);
    }, options);
    for (const name of ['pointerleave', 'blur']) this.host.addEventListener(name, () => this.hide(), options);
    this.host.addEventListener('keydown', event => {
      const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], Home: [-Infinity, 0], End: [Infinity, 0] };
      const move = moves[event.key];
      if (event.key === 'Escape') this.hide();
      if (!move || !this.step) return;
      event.preventDefault();
      event.stopPropagation();
      this.step(...move);
    }, options);
  }

  dispose() {
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.themes.disconnect();
    this.aborter.abort();
    this.host.replaceChildren();
  }
}

export const fit = (text, room) => text.length > room ? text.slice(0, Math.max(1, Math.floor(room) - 1)) + '…' : text;
