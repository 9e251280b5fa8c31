// The headings of parallel axes: dragged, or moved by the arrow keys, to another place; and their brushes, drawn by dragging along an axis or changed
// by the up and down keys of its heading.

import { t } from '../texts.js';
import { make } from './controls.js';
import { element } from './svg.js';

const near = 22; // pixels from an axis within which a press brushes it

export class ParallelAxes {
  constructor(chart) {
    this.chart = chart;
    this.row = make('div', { className: 'axis-heads' });
    chart.host.append(this.row);
    const { stage, signal } = chart;
    stage.addEventListener('pointerdown', event => this.#press(event), { signal });
    stage.addEventListener('pointermove', event => this.#drag(event), { signal });
    stage.addEventListener('pointerup', () => this.#release(), { signal });
    stage.addEventListener('pointercancel', () => this.#release(), { signal });
  }

  // Puts a heading over each axis; those that stay keep their place in the page, and with it the focus.
  place(axes) {
    const known = new Map([...this.row.children].map(node => [node.dataset.axis, node]));
    for (const axis of axes) {
      const node = known.get(axis.name) ?? this.#head(axis.name);
      known.delete(axis.name);
      node.textContent = axis.title;
      node.title = t('{0}: drag or press left or right to move it, up or down to brush it', axis.title);
      const isFirst = axis === axes[0], isLast = axis === axes.at(-1);
      node.style.left = isFirst ? '0' : isLast ? '100%' : `${axis.at}px`;
      node.style.setProperty('--anchor', isFirst ? '0%' : isLast ? '-100%' : '-50%');
      node.style.maxWidth = `${this.chart.gap + (isFirst || isLast ? 20 : -8)}px`;
      if (node.parentElement !== this.row) this.row.append(node);
    }
    for (const node of known.values()) node.remove();
  }

  brushes(svg) {
    for (const axis of this.chart.axesShown) {
      const range = this.chart.ranges.get(axis.name);
      if (!range) continue;
      const [top, bottom] = this.#span(axis, range);
      element(svg, 'rect', { class: 'brush', x: axis.at - 7, y: top, width: 14, height: Math.max(3, bottom - top), rx: 2 });
    }
  }

  #span(axis, [from, to]) {
    const { top, bottom } = this.chart.area, half = axis.choices ? Math.abs(axis.scale.width) / 2 : 0;
    const at = value => axis.choices ? axis.scale(axis.choices[value]) : axis.scale(value);
    return [to === Infinity ? top : at(to) - half, from === -Infinity ? bottom : at(from) + half];
  }

  #head(name) {
    const node = make('button', { type: 'button' });
    const { signal } = this.chart;
    node.dataset.axis = name;
    node.addEventListener('keydown', event => this.#key(event, name), { signal });
    node.addEventListener('pointerdown', event => {
      node.setPointerCapture(event.pointerId);
      this.moving = { name, from: event.clientX };
    }, { signal });
    node.addEventListener('pointermove', event => {
      if (this.moving?.name !== name) return;
      node.style.setProperty('--drag', `${event.clientX - this.moving.from}px`);
    }, { signal });
    node.addEventListener('pointerup', event => {
      if (this.moving?.name !== name) return;
      const places = Math.round((event.clientX - this.moving.from) / this.chart.gap);
      node.style.setProperty('--drag', '0px');
      this.moving = null;
      if (places !== 0) this.chart.moveAxis(name, places);
    }, { signal });
    return node;
  }

  #key(event, name) {
    const axis = this.chart.axesShown.find(a => a.name === name);
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key], shift = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (move) this.chart.moveAxis(name, move);
    else if (shift) this.#nudge(axis, shift, event.shiftKey);
    else if (event.key === 'Delete' || event.key === 'Escape') this.chart.brush(axis, null, true);
    else return;
    event.preventDefault();
  }

  // Moves a brush by a twentieth of its axis, or with Shift its lower end alone; where there is none, the upper half is brushed first.
  #nudge(axis, direction, onlyLower) {
    const { top, bottom } = this.chart.area, range = this.chart.ranges.get(axis.name);
    const step = axis.choices ? Math.abs(axis.scale.width) : (bottom - top) / 20;
    const [high, low] = range ? this.#span(axis, range) : [top, (top + bottom) / 2];
    const moved = range ? [onlyLower ? high : high - direction * step, low - direction * step] : [high, low];
    this.#set(axis, Math.max(top, moved[0]), Math.min(bottom, moved[1]), true);
  }

  #at(event) {
    const box = this.chart.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #press(event) {
    if (event.button !== 0) return;
    const [x, y] = this.#at(event);
    const axis = this.chart.axesShown.find(a => Math.abs(a.at - x) < near);
    if (!axis) return;
    const range = this.chart.ranges.get(axis.name), span = range && this.#span(axis, range);
    const isInside = span && y >= span[0] && y <= span[1];
    this.brushing = { axis, from: y, span: isInside ? span : null };
    this.chart.stage.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  #drag(event) {
    if (!this.brushing) return;
    const { axis, from, span } = this.brushing, { top, bottom } = this.chart.area;
    const y = Math.min(bottom, Math.max(top, this.#at(event)[1]));
    if (Math.abs(y - from) < 3 && !this.brushing.dragged) return;
    this.brushing.dragged = true;
    if (span) this.#set(axis, Math.max(top, span[0] + y - from), Math.min(bottom, span[1] + y - from), false);
    else this.#set(axis, Math.min(from, y), Math.max(from, y), false);
  }

  #release() {
    if (!this.brushing) return;
    const { axis, dragged } = this.brushing;
    this.brushing = null;
    this.chart.brush(axis, dragged ? this.chart.ranges.get(axis.name) : null, true);
  }

  #set(axis, high, low, isDone) {
    const { top, bottom } = this.chart.area;
    let range;
    if (axis.choices) {
      const last = axis.choices.length - 1, index = y => Math.min(last, Math.max(0, Math.floor((bottom - y) / Math.abs(axis.scale.width))));
      range = [index(low - 1), index(high + 1)];
    } else {
      range = [low >= bottom ? -Infinity : axis.scale.invert(low), high <= top ? Infinity : axis.scale.invert(high)];
    }
    this.chart.brush(axis, range, isDone);
  }
}
