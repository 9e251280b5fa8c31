// What a place of the network under search holds, beside it: all candidates, the heaviest first.

import { make } from '../charts/controls.js';
import { groupsOf, slotName, spelled } from './operations.js';

const most = 12; // candidates named

export class Tip {
  constructor(box, host) {
    Object.assign(this, { box, host });
  }

  hide() {
    this.box.hidden = true;
  }

  show({ slots }, index, { weights, chosen }, drawing, view) {
    const part = drawing.part(index);
    this.box.hidden = !part;
    if (!part) return;
    const group = groupsOf(slots).find(g => g.slots.some(s => s.index === index));
    const slot = group.slots.find(s => s.index === index);
    const rows = slot.candidates.map((name, k) => ({ name, weight: weights[index][k] ?? 0, isChosen: chosen[index].includes(k) }))
      .sort((a, b) => b.weight - a.weight).slice(0, most);
    this.box.replaceChildren(make('strong', { textContent: slotName(group, slot) }),
      make('ul', {}, ...rows.map(row => this.#row(row, rows[0].weight, drawing.colours))));
    this.#place(part.at, view);
  }

  #row({ name, weight, isChosen }, largest, colours) {
    const bar = make('i', { className: `hue-${colours.hue(name)}` });
    bar.style.width = `${100 * weight / Math.max(1e-9, largest)}%`;
    return make('li', { className: isChosen ? 'chosen' : '' }, make('span', { className: 'name', textContent: spelled(name) }),
      make('span', { className: 'track' }, bar), make('span', { className: 'value', textContent: weight.toFixed(3) }));
  }

  // Beside the place where it is, within the frame.
  #place([x, y], view) {
    const { clientWidth, clientHeight } = this.host, { offsetWidth, offsetHeight } = this.box;
    const [left, top] = [x * view.k + view.x, y * view.k + view.y];
    const aside = left + 24 + offsetWidth > clientWidth ? left - 24 - offsetWidth : left + 24;
    const within = (value, room) => Math.max(4, Math.min(value, room - 4));
    this.box.style.transform = `translate(${within(aside, clientWidth - offsetWidth)}px, ${within(top + 16, Math.max(8, clientHeight - offsetHeight))}px)`;
  }
}
