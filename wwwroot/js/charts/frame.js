// The ground of a chart: a canvas for the marks, one above it for what follows pointer and selection, an SVG for axes, a note, a readout. It follows
// the size of its host, the theme and the resolution of the screen, and draws once a frame however often it is asked.

import { make } from './controls.js';
import { element } from './svg.js';
import { css, token } from './colours.js';

export class Frame {
  constructor(root) {
    this.root = root;
    this.tools = root.querySelector('[data-part=tools]');
    this.host = root.querySelector('[data-part=host]');
    this.foot = root.querySelector('[data-part=foot]');
    this.aborter = new AbortController();
    this.signal = this.aborter.signal;
    this.stage = make('div', { className: 'chart-stage', tabIndex: 0 });
    this.stage.setAttribute('role', 'img');
    this.stage.setAttribute('aria-label', root.querySelector('h2, h3')?.textContent.trim() || '…');
    this.canvas = make('canvas', {});
    this.cover = make('canvas', {});
    this.stage.append(this.canvas, this.cover);
    this.svg = element(this.stage, 'svg', { 'aria-hidden': 'true', focusable: 'false' });
    this.marker = element(this.svg, 'g', { 'data-transient': '' });
    this.axes = element(this.svg, 'g');
    this.note = make('div', { className: 'plot-note' });
    this.readout = make('div', { className: 'plot-readout', hidden: true });
    this.readout.setAttribute('role', 'status');
    this.host.append(this.stage, this.note, this.readout);
    this.#watch();
  }

  // A chart out of sight is drawn once, and then brought up to date when it comes into sight.
  redraw() {
    this.isStale = true;
    if (this.isAway && this.root.dataset.drawn) return;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.isStale = false;
      if (!this.#fit()) return;
      const began = performance.now();
      this.axes.replaceChildren();
      this.pen.clearRect(0, 0, this.width, this.height);
      this.draw();
      this.cost = performance.now() - began;
      this.refresh();
    });
  }

  // Draws what follows pointer and selection again, and nothing else.
  refresh() {
    this.coverFrame ??= requestAnimationFrame(() => {
      this.coverFrame = undefined;
      if (!this.width) return;
      this.coverPen.clearRect(0, 0, this.width, this.height);
      this.marker.replaceChildren();
      this.highlight?.(this.coverPen);
    });
  }

  // A text instead of the plot; '' for the plot.
  say(text) {
    if (this.note.textContent !== text) this.note.textContent = text;
    this.note.hidden = !text;
    this.stage.classList.toggle('empty', text !== '');
    if (text) this.hide();
  }

  // Shows lines of [label, value] beside a pixel; texts only, so a name can never become markup.
  show(x, y, title, rows) {
    const list = make('dl', {}, ...rows.flatMap(([label, value]) => [make('dt', { textContent: label }), make('dd', { textContent: value })]));
    this.readout.replaceChildren(make('strong', { textContent: title }), list);
    this.readout.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.readout;
    const left = x + 14 + width > this.width ? x - 14 - width : x + 14;
    const within = (value, most) => Math.max(0, Math.min(value, most));
    this.readout.style.transform = `translate(${within(left, this.width - width)}px, ${within(y - height / 2, this.height - height)}px)`;
  }

  hide() {
    this.readout.hidden = true;
  }

  #watch() {
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(this.host);
    this.sight = new IntersectionObserver(entries => {
      this.isAway = !entries.at(-1).isIntersecting;
      if (!this.isAway && this.isStale) this.redraw();
    }, { rootMargin: '200px' });
    this.sight.observe(this.host);
    this.themes = new MutationObserver(() => this.redraw());
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  // Takes the host's size and the theme's colours; false when there is no room to draw in.
  #fit() {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return false;
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    if (width !== this.width || height !== this.height || ratio !== this.ratio) {
      Object.assign(this, { width, height, ratio });
      for (const canvas of [this.canvas, this.cover]) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
      }
      this.pen = this.canvas.getContext('2d');
      this.coverPen = this.cover.getContext('2d');
      for (const pen of [this.pen, this.coverPen]) pen.scale(ratio, ratio);
      this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    }
    this.colours = Object.fromEntries(['grid', 'edge', 'ink', 'surface'].map(name => [name, css(token(`chart-${name}`))]));
    return true;
  }

  dispose() {
    cancelAnimationFrame(this.frame);
    cancelAnimationFrame(this.coverFrame);
    this.observer.disconnect();
    this.sight.disconnect();
    this.themes.disconnect();
    this.aborter.abort();
    for (const part of [this.tools, this.host, this.foot]) part.replaceChildren();
  }
}
