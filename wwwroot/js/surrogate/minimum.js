// Where a model believes the best value to lie, over one parameter: the probability of each part of its range, now and once the next trial is known.
// Averaged over all that the next trial may say the two are the same, so the second is drawn for what is predicted, with how far it moves if the
// trial turns out one deviation lower or higher.

import { linear, number } from '../charts/scales.js';
import { t } from '../texts.js';
import { fromUnit, said, scaleOf, toUnit } from './axes.js';
import { Latest, minimumAddress } from './models.js';
import { Stage, element, line } from './stage.js';

const parts = 32; // of the range of a number

export class Minimum extends Stage {
  constructor(section, host, said, study, models, signal) {
    super(host);
    Object.assign(this, { section, text: said, study, models, signal });
    this.latest = new Latest(sequence => this.#serve(sequence));
  }

  // The parameter along the axis; the budget is none, since this is about the whole of it.
  look(parameter) {
    this.parameter = parameter;
    this.redraw();
  }

  see(sequence, proposal) {
    Object.assign(this, { sequence, proposal });
    if (!this.isNone) this.latest.want(sequence);
  }

  clear() {
    this.latest.drop();
    this.sequence = null;
    this.section.hidden = true;
  }

  async #serve(sequence) {
    const found = await this.models.get(minimumAddress(this.study.id, sequence), this.signal);
    if (!found || this.sequence !== sequence) return;
    // A method that does not decide by this never will.
    this.isNone = found.status === 'ready' && found.now.length === 0;
    this.section.hidden = found.now.length === 0;
    if (found.now.length === 0) return;
    this.belief = found;
    const { entropy, expected_entropy: expected } = found;
    const open = nats => number(Math.exp(nats), 2);
    this.text.textContent = typeof expected !== 'number'
      ? t('Entropy {0} nat: as open as between {1} equally likely points.', number(entropy, 3), open(entropy))
      : t('Entropy {0} nat now, {1} nat expected once the next trial is known: as open as between {2} equally likely points, then between {3}.',
        number(entropy, 3), number(expected, 3), open(entropy), open(expected));
    this.host.setAttribute('aria-label', `${this.text.textContent} ${t('Arrow keys read it out.')}`);
    this.redraw();
  }

  draw() {
    this.svg.replaceChildren();
    const found = this.belief && this.belief.at.find(c => c.parameter === this.parameter?.name);
    if (!found) return;
    this.bins = this.#bins(found.values);
    const area = { left: 62, right: this.width - 14, top: 24, bottom: this.height - 40 };
    const most = Math.max(...this.bins.flatMap(b => [b.now, b.after ?? 0, b.high ?? 0]));
    const x = scaleOf(this.parameter, [area.left, area.right]), y = linear([0, 1.08 * most], [area.bottom, area.top]);
    Object.assign(this, { area, x });
    this.yAxis(y, area, t('probability'), number);
    const edges = this.bins.map(b => this.#edges(b));
    this.bins.forEach((b, i) => this.#drawBin(b, edges[i], y));
    const outline = this.bins.flatMap((b, i) => [[edges[i][0], y(b.now)], [edges[i][1], y(b.now)]]);
    element(this.svg, 'path', { class: 'belief-now', d: line(outline) });
    this.xAxis(x, area, this.parameter.title, said);
    this.#drawProposal();
    this.cursor = element(this.svg, 'path', { class: 'cursor' });
  }

  #drawBin({ after, low, high }, [from, to], y) {
    if (after === null) return;
    const inset = Math.min(1.5, (to - from) / 8), middle = (from + to) / 2, cap = Math.min(4, (to - from) / 4);
    const height = Math.max(0, y(0) - y(after));
    element(this.svg, 'rect', { class: 'belief-after', x: from + inset, width: to - from - 2 * inset, y: y(after), height });
    const bar = end => `M${middle - cap} ${y(end)}h${2 * cap}`;
    if (high > 0) element(this.svg, 'path', { class: 'belief-reach', d: `${bar(high)}M${middle} ${y(high)}V${y(low)}${bar(low)}` });
  }

  #drawProposal() {
    const goal = this.proposal?.[this.parameter.name];
    if (goal === undefined || goal === null) return;
    const at = this.x(goal), { top, bottom } = this.area;
    element(this.svg, 'path', { class: 'proposal', d: `M${at} ${top}V${bottom}` });
    element(this.svg, 'path', { class: 'proposal-mark', d: `M${at - 5} ${top - 7}h10l-5 8z` });
  }

  // Sums over the points whose value lies in a part of the range, or is a choice.
  #bins(values) {
    const { choices } = this.parameter;
    const count = choices?.length ?? parts;
    const place = v => choices ? choices.indexOf(String(v)) : Math.min(count - 1, Math.floor(toUnit(this.parameter, v) * count));
    const sums = ['now', 'after', 'lower', 'higher'].map(key => this.belief[key] && new Array(count).fill(0));
    values.forEach((v, i) => {
      if (v === null) return;
      ['now', 'after', 'lower', 'higher'].forEach((key, k) => { if (sums[k]) sums[k][place(v)] += this.belief[key][i]; });
    });
    const [now, after, lower, higher] = sums;
    return now.map((p, k) => ({ k, count, now: p, after: after?.[k] ?? null, low: after ? Math.min(after[k], lower[k], higher[k]) : null,
      high: after ? Math.max(after[k], lower[k], higher[k]) : null }));
  }

  #edges({ k, count }) {
    const { choices } = this.parameter;
    if (choices) return [-0.36, 0.36].map(side => this.x(choices[k]) + side * this.x.width);
    const { left, right } = this.area;
    return [left + (right - left) * k / count, left + (right - left) * (k + 1) / count];
  }

  point(px) {
    if (!this.area) return;
    const index = this.bins.findIndex(b => this.#edges(b)[0] <= px && px <= this.#edges(b)[1]);
    if (index < 0) this.hide();
    else this.#focus(index);
  }

  step(move) {
    if (this.area) this.#focus(Math.min(this.bins.length - 1, Math.max(0, (this.index ?? Math.round(this.bins.length / 2)) + move)));
  }

  unpoint() {
    this.cursor?.setAttribute('d', '');
  }

  #focus(index) {
    this.index = index;
    const bin = this.bins[index], [from, to] = this.#edges(bin), { top, bottom } = this.area;
    this.cursor.setAttribute('d', `M${(from + to) / 2} ${top}V${bottom}`);
    const ends = [bin.k, bin.k + 1].map(k => said(fromUnit({ ...this.parameter, type: 'float' }, k / bin.count)));
    const where = this.parameter.choices ? this.parameter.choices[bin.k] : `${ends[0]} … ${ends[1]}`;
    const rows = [[t('now'), number(bin.now, 3)]];
    if (bin.after !== null) rows.push([t('as predicted'), number(bin.after, 3)], ['±1σ', `${number(bin.low, 3)} … ${number(bin.high, 3)}`]);
    this.show(to, (top + bottom) / 2, `${this.parameter.title}: ${where}`, rows);
  }
}
