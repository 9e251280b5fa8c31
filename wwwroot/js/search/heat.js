// The weights of an epoch as a map: a row a slot, a column a candidate, the groups side by side where there is room.

import { make } from '../charts/controls.js';
import { number } from '../charts/scales.js';
import { t } from '../texts.js';
import { Stage, element, fit } from '../surrogate/stage.js';
import { groupTitle, groupsOf, slotName, spelled, writeSlot } from './operations.js';

const head = 62;
const least = 7;
const tall = 620; // pixels of rows at most
const name = 104;
const gap = 26;

export class HeatMap extends Stage {
  at = null;

  // `pointed(slot)` is told which slot the pointer is on, null for none; `scale` shows what the shades mean.
  constructor(host, scale, pointed) {
    super(host);
    Object.assign(this, { scale, pointed });
  }

  look(slots) {
    this.groups = groupsOf(slots);
    this.columns = this.groups.map(group => [...new Set(group.slots.flatMap(slot => slot.candidates))]);
    const most = Math.max(...this.groups.map(group => group.slots.length));
    this.row = Math.max(least, Math.min(22, tall / most));
    this.#resize();
  }

  set(weights, chosen) {
    Object.assign(this, { weights, chosen });
    this.say('');
    // Early on weights hardly differ: the shades span what there is, and the scale says how little that may be.
    const all = weights.flat();
    this.range = [Math.min(...all), Math.max(...all)];
    this.digits = this.range[1] - this.range[0] < 0.05 ? 3 : 2;
    const [low, high] = this.range.map(w => w.toFixed(this.digits));
    this.scale.replaceChildren(make('span', { textContent: low }), make('i', {}), make('span', { textContent: high }));
    this.redraw();
  }

  highlight(slot) {
    if (this.slot === slot) return;
    this.slot = slot;
    this.redraw();
  }

  #resize() {
    this.beside = this.groups.length === 2 && this.host.clientWidth >= 720;
    const rows = this.groups.map(group => head + group.slots.length * this.row + 12);
    const height = this.beside ? Math.max(...rows) : rows.reduce((a, b) => a + b, 0);
    this.host.style.height = `${Math.max(120, height)}px`;
  }

  draw() {
    this.svg.replaceChildren();
    if (!this.weights) return;
    this.#resize();
    this.cells = [];
    const wide = this.beside ? (this.width - gap) / 2 : this.width;
    let y = 0;
    this.groups.forEach((group, i) => {
      this.#drawGroup(group, this.columns[i], this.beside ? i * (wide + gap) : 0, y, wide);
      if (!this.beside) y += head + group.slots.length * this.row + 12;
    });
    this.ring = element(this.svg, 'rect', { class: 'heat-ring', visibility: 'hidden' });
    if (this.at) this.#show(this.at);
  }

  #drawGroup(group, columns, x0, y0, wide) {
    const left = x0 + name, each = Math.min(84, (wide - name - 2) / columns.length);
    const [low, high] = this.range;
    element(this.svg, 'text', { class: 'map-title', x: x0, y: y0 + 14 }, groupTitle(group.name));
    columns.forEach((column, k) => this.#heading(spelled(column), left + (k + 0.5) * each, y0 + head - 10, each));
    const stride = Math.ceil(12 / this.row);
    group.slots.forEach((slot, r) => {
      const y = y0 + head + r * this.row;
      if (slot.index === this.slot) element(this.svg, 'rect', { class: 'heat-row', x: x0, y, width: name + columns.length * each, height: this.row });
      if (r % stride === 0) writeSlot(element(this.svg, 'text', { class: 'tick', x: left - 8, y: y + this.row / 2 + 4, 'text-anchor': 'end' }), group, slot);
      slot.candidates.forEach((candidate, place) => {
        const weight = this.weights[slot.index]?.[place] ?? 0;
        const isChosen = (this.chosen[slot.index] ?? []).includes(place);
        const box = { x: left + columns.indexOf(candidate) * each + 1, y: y + 1, width: each - 2, height: this.row - 2 };
        const rect = element(this.svg, 'rect', { class: `heat-cell${isChosen ? ' chosen' : ''}`, ...box, rx: Math.min(3, this.row / 5) });
        rect.style.setProperty('--share', (high > low ? (weight - low) / (high - low) : 0.5).toFixed(3));
        const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2, 'text-anchor': 'middle', dy: '.34em' };
        if (this.row >= 15 && each >= 36) element(this.svg, 'text', { class: 'heat-text', ...middle }, weight.toFixed(this.digits));
        this.cells.push({ group, slot, place, box, weight, isChosen });
      });
    });
  }

  // A name on two lines, the last word below.
  #heading(text, x, y, each) {
    const cut = text.lastIndexOf(' ');
    const lines = cut < 0 ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
    lines.reverse().forEach((line, i) => element(this.svg, 'text', { class: 'tick', x, y: y - 13 * i, 'text-anchor': 'middle' }, fit(line, each / 5.6)));
  }

  point(x, y) {
    this.#show(this.cells?.find(({ box }) => x >= box.x - 1 && x < box.x + box.width + 1 && y >= box.y - 1 && y < box.y + box.height + 1) ?? null);
  }

  // One cell to the side, or one row up or down.
  step(dx, dy) {
    if (!this.cells?.length) return;
    if (!this.at) return this.#show(this.cells[0]);
    const rows = this.groups.flatMap(group => group.slots);
    const now = this.cells.findIndex(cell => cell.slot.index === this.at.slot.index && cell.place === this.at.place);
    const aside = Number.isFinite(dx) ? now + dx : dx > 0 ? this.cells.length - 1 : 0;
    if (dx) return this.#show(this.cells[Math.min(this.cells.length - 1, Math.max(0, aside))]);
    const row = rows[rows.findIndex(slot => slot.index === this.at.slot.index) - dy];
    this.#show(this.cells.find(cell => cell.slot.index === row?.index && cell.place === Math.min(this.at.place, row.candidates.length - 1)) ?? this.at);
  }

  unpoint() {
    this.#show(null);
  }

  #show(cell) {
    const before = this.at?.slot.index ?? null;
    this.at = cell;
    if ((cell?.slot.index ?? null) !== before) this.pointed(cell?.slot.index ?? null);
    this.ring?.setAttribute('visibility', cell ? 'visible' : 'hidden');
    if (!cell) {
      this.readout.hidden = true;
      return;
    }
    const fresh = this.cells.find(c => c.slot.index === cell.slot.index && c.place === cell.place) ?? cell;
    for (const [key, value] of Object.entries(fresh.box)) this.ring?.setAttribute(key, value);
    this.show(fresh.box.x + fresh.box.width, fresh.box.y + fresh.box.height / 2, `${groupTitle(fresh.group.name)}, ${slotName(fresh.group, fresh.slot)}`,
      [[spelled(fresh.slot.candidates[fresh.place]), number(fresh.weight, 4)], [t('derived now'), fresh.isChosen ? t('yes') : t('no')]]);
  }
}
