// The ground of the model page's two plots: an SVG that follows its host's size, and a readout that follows pointer and arrow keys.

import { element } from '../charts/svg.js';
import { number } from '../charts/scales.js';
import { make } from '../network/words.js';

export class Plot {
  constructor(host) {
    this.host = host;
    host.tabIndex = 0;
    this.svg = element(host, 'svg', { 'aria-hidden': 'true', focusable: 'false' });
    this.readout = make('div', { class: 'plot-readout', role: 'status' });
    this.readout.hidden = true;
    host.append(this.readout);
    this.aborter = new AbortController();
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(host);
    const options = { signal: this.aborter.signal };
    host.addEventListener('pointermove', event => {
      const box = host.getBoundingClientRect();
      if (this.width) this.point(event.clientX - box.left, event.clientY - box.top);
    }, options);
    for (const name of ['pointerleave', 'blur']) host.addEventListener(name, () => this.hide(), options);
    host.addEventListener('keydown', event => this.#key(event), options);
  }

  redraw() {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (!width || !height) return;
    Object.assign(this, { width, height });
    this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.svg.replaceChildren();
    this.draw();
  }

  // Lines of [label, value] beside a pixel; texts only, so that a name can never become markup.
  show(x, y, title, rows) {
    this.readout.replaceChildren(make('strong', {}, title),
      make('dl', {}, ...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, String(value))])));
    this.readout.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.readout;
    const left = x + 14 + width > this.width ? x - 14 - width : x + 14;
    this.readout.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, Math.min(y - height / 2, this.height - height))}px)`;
  }

  hide() {
    this.readout.hidden = true;
    this.cursor?.setAttribute('visibility', 'hidden');
  }

  // Grid lines with labels, and a title above them.
  yAxis(scale, { left, right, top }, title) {
    for (const tick of scale.ticks(6)) {
      element(this.svg, 'path', { class: 'grid', d: `M${left} ${scale(tick)}H${right}` });
      this.text('tick', number(tick), { x: left - 8, y: scale(tick), 'text-anchor': 'end', dy: '.32em' });
    }
    this.text('axis-title', title, { x: left, y: top - 9 });
  }

  xAxis(scale, { left, right, bottom }, title) {
    element(this.svg, 'path', { class: 'axis', d: `M${left} ${bottom}H${right}` });
    for (const tick of scale.ticks(Math.floor(this.width / 100)))
      this.text('tick', number(tick), { x: scale(tick), y: bottom + 16, 'text-anchor': 'middle' });
    this.text('axis-title', title, { x: right, y: bottom + 33, 'text-anchor': 'end' });
  }

  text(kind, words, attributes) {
    element(this.svg, 'text', { class: kind, ...attributes }).textContent = words;
  }

  #key(event) {
    const move = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.across, ArrowDown: this.across, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === 'Escape') this.hide();
    if (!move || !this.width) return;
    event.preventDefault();
    this.step(move);
  }

  dispose() {
    this.observer.disconnect();
    this.aborter.abort();
  }
}
