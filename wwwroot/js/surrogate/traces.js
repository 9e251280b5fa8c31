// A figure of each parameter over the moments of a study: bars for the moment looked at, lines for how it came about.

import { make } from '../charts/controls.js';
import { linear, log, number, padded } from '../charts/scales.js';
import { t } from '../texts.js';
import { Stage, element, fit, line } from './stage.js';

const hues = 8; // colours of lines; further parameters take them again, dashed
const step = 13; // pixels from one name at a line's end to the next

export class Traces extends Stage {
  // Points a name: Map(sequence → { ended, values, lower, upper }), quartiles where there are several draws; `marked` is the moment looked at.
  set(names, moments, isLog, marked) {
    Object.assign(this, { names, moments: [...moments.entries()].sort((a, b) => a[0] - b[0]), isLog, marked });
    this.say(this.moments.length > 1 ? '' : t('Play the iterations to see how this came about.'));
    this.redraw();
  }

  draw() {
    this.svg.replaceChildren();
    if (!(this.moments?.length > 1)) return;
    const all = this.moments.flatMap(([, m]) => [...m.values, ...m.lower ?? [], ...m.upper ?? []]).filter(v => !this.isLog || v > 0);
    const area = { left: 48, right: this.width - Math.min(130, this.width * 0.3), top: 12, bottom: this.height - 40 };
    const counts = this.moments.map(([, m]) => m.ended);
    this.x = linear([Math.min(...counts), Math.max(...counts)], [area.left, area.right]);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    this.y = this.isLog ? log([low / 1.2, high * 1.2], [area.bottom, area.top]) : linear(padded([0, ...all]), [area.bottom, area.top]);
    this.yAxis(this.y, area, '', v => number(v, 2));
    this.xAxis(this.x, area, t('trials'), number);
    this.names.forEach((_, k) => this.#drawQuartiles(k));
    const ends = this.names.map((name, k) => ({ name, k, y: this.y(this.moments.at(-1)[1].values[k]) })).sort((a, b) => a.y - b.y);
    // Where there is no room for all names, those that matter most are named; the bars above name all.
    const room = Math.floor((area.bottom - area.top) / step);
    const named = this.isLog ? ends.slice(-room) : ends.slice(0, room);
    let last = -Infinity;
    for (const end of named) last = end.place = Math.max(end.y, last + step);
    const over = Math.max(0, last - area.bottom);
    for (const { name, k, place } of ends) {
      const look = `trace hue-${k % hues}${k >= hues ? ' dashed' : ''}`;
      element(this.svg, 'path', { class: look, d: line(this.moments.map(([, m]) => [this.x(m.ended), this.y(m.values[k])])) });
      if (place === undefined) continue;
      element(this.svg, 'text', { class: `end hue-${k % hues}`, x: area.right + 6, y: place - over, dy: '.32em' }, fit(name, (this.width - area.right) / 6.6));
    }
    const now = this.moments.find(([sequence]) => sequence === this.marked);
    if (now) element(this.svg, 'path', { class: 'cursor', d: `M${this.x(now[1].ended)} ${area.top}V${area.bottom}` });
  }

  #drawQuartiles(k) {
    const drawn = this.moments.filter(([, m]) => m.lower && m.upper);
    if (drawn.length < 2) return;
    const edge = key => drawn.map(([, m]) => [this.x(m.ended), this.y(m[key][k])]);
    element(this.svg, 'path', { class: `quartiles hue-${k % hues}`, d: `${line([...edge('upper'), ...edge('lower').reverse()])}Z` });
  }
}

// Bars of a figure, one a parameter; where a short one matters most, the length is of its inverse on a logarithmic scale.
export function bars(list, { names, values }, isLog) {
  const [low, high] = [Math.min(...values), Math.max(...values, isLog ? 0 : 1e-9)];
  const share = v => isLog ? (high > low ? 0.06 + 0.94 * Math.log(v / low) / Math.log(high / low) : 1) : v / high;
  list.replaceChildren(...names.map((name, k) => {
    const bar = make('i', { className: `bar hue-${k % hues}` });
    bar.style.width = `${(100 * share(values[k])).toFixed(1)}%`;
    return make('li', {}, make('span', { className: 'name', textContent: name, title: name }), make('span', { className: 'track' }, bar),
      make('span', { className: 'share', textContent: number(values[k], 3) }));
  }));
}
