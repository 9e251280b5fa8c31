// Every trial as a model predicts it that has not seen it: measured against predicted with ±2σ, and below how many σ each is off.

import { linear, number, padded } from '../charts/scales.js';
import { t } from '../texts.js';
import { Stage, element, marks } from './stage.js';

export class Calibration extends Stage {
  set(leftOut, metric) {
    Object.assign(this, { leftOut, metric });
    this.say(leftOut ? '' : t('This model predicts no values to check.'));
    this.host.setAttribute('aria-label', leftOut ? this.#spoken() : '');
    this.redraw();
  }

  draw() {
    this.svg.replaceChildren();
    this.placed = [];
    if (!this.leftOut) return;
    const { observed, predicted, low, high, residual, number: numbers } = this.leftOut;
    const split = Math.round(this.height * 0.66);
    const upper = { left: 62, right: this.width - 12, top: 26, bottom: split };
    const lower = { left: 62, right: this.width - 12, top: split + 46, bottom: this.height - 14 };
    const domain = padded([...observed, ...predicted]);
    const x = linear(domain, [upper.left, upper.right]), y = linear(domain, [upper.bottom, upper.top]);
    this.yAxis(y, upper, t('measured'), number);
    this.xAxis(x, upper, t('predicted by the others'), number);
    element(this.svg, 'path', { class: 'diagonal', d: `M${x(domain[0])} ${y(domain[0])}L${x(domain[1])} ${y(domain[1])}` });
    const within = i => Math.abs(residual[i]) <= 2;
    const clamp = v => Math.min(upper.right, Math.max(upper.left, x(v)));
    const bars = inside => predicted.map((_, i) => within(i) === inside ? `M${clamp(low[i])} ${y(observed[i])}H${clamp(high[i])}` : '').join('');
    element(this.svg, 'path', { class: 'spread', d: bars(true) });
    element(this.svg, 'path', { class: 'spread outside', d: bars(false) });
    this.placed = predicted.map((v, i) => ({ i, x: x(v), y: y(observed[i]) }));
    element(this.svg, 'path', { class: 'observed', d: marks(this.placed.filter(p => within(p.i)).map(p => [p.x, p.y])) });
    element(this.svg, 'path', { class: 'observed outside', d: marks(this.placed.filter(p => !within(p.i)).map(p => [p.x, p.y])) });
    this.#drawResiduals(residual, numbers, lower);
    this.cursor = element(this.svg, 'path', { class: 'cursor' });
  }

  #drawResiduals(residual, numbers, area) {
    const most = Math.max(3, ...residual.map(r => Math.min(8, Math.abs(r))));
    const x = linear([numbers[0] - 0.5, numbers.at(-1) + 0.5], [area.left, area.right]), y = linear([-most, most], [area.bottom, area.top]);
    element(this.svg, 'rect', { class: 'band', x: area.left, width: area.right - area.left, y: y(2), height: y(-2) - y(2) });
    element(this.svg, 'path', { class: 'axis', d: `M${area.left} ${y(0)}H${area.right}` });
    for (const tick of [-2, 0, 2]) {
      element(this.svg, 'text', { class: 'tick', x: area.left - 8, y: y(tick), 'text-anchor': 'end', dy: '.32em' }, number(tick));
    }
    element(this.svg, 'text', { class: 'axis-title', x: area.left, y: area.top - 8 }, t('off by, in σ, trial by trial'));
    const at = residual.map((r, i) => [x(numbers[i]), y(Math.max(-most, Math.min(most, r)))]);
    element(this.svg, 'path', { class: 'observed small', d: marks(at.filter((_, i) => Math.abs(residual[i]) <= 2)) });
    element(this.svg, 'path', { class: 'observed small outside', d: marks(at.filter((_, i) => Math.abs(residual[i]) > 2)) });
    at.forEach(([px, py], i) => this.placed.push({ i, x: px, y: py }));
  }

  point(x, y) {
    const near = this.placed?.reduce((best, p) => !best || distance(p, x, y) < distance(best, x, y) ? p : best, null);
    if (near && distance(near, x, y) < 200) this.#focus(near);
    else this.hide();
  }

  step(move) {
    const count = this.leftOut?.number.length ?? 0;
    if (count > 0) this.#focus(this.placed[Math.min(count - 1, Math.max(0, (this.focused ?? -1) + move))]);
  }

  unpoint() {
    this.cursor?.setAttribute('d', '');
  }

  #focus({ i, x, y }) {
    this.focused = i;
    const { number: numbers, observed, predicted, low, high, residual } = this.leftOut;
    this.cursor.setAttribute('d', marks([[x, y]], 'ring', 5.5));
    this.show(x, y, t('Trial {0}', numbers[i]), [[t('measured'), number(observed[i])], [t('predicted'), number(predicted[i])],
      ['±2σ', `${number(low[i], 3)} … ${number(high[i], 3)}`], [t('off by'), `${number(residual[i], 3)} σ`]]);
  }

  #spoken() {
    const inside = this.leftOut.residual.filter(r => Math.abs(r) <= 2).length;
    return t('{0} of {1} trials lie within ±2σ of what the others predict.', inside, this.leftOut.residual.length);
  }
}

const distance = (p, x, y) => (p.x - x) ** 2 + (p.y - y) ** 2;
