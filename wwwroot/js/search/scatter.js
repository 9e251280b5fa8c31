// How the found architectures did with the shared weights against how they did when trained alone, and how well the first orders the second.

import { linear, number, padded } from '../charts/scales.js';
import { t } from '../texts.js';
import { Stage, element, marks } from '../surrogate/stage.js';

export class Scatter extends Stage {
  // `open(trial)` is called when a point is picked.
  constructor(host, said, open) {
    super(host);
    Object.assign(this, { said, open });
    host.addEventListener('click', () => this.near && this.open(this.near.trial), { signal: this.aborter.signal });
    host.addEventListener('keydown', event => {
      if (event.key === 'Enter' && this.near) this.open(this.near.trial);
    }, { signal: this.aborter.signal });
  }

  // Of all searches of the study: { searches: [{ found: [{ score, trained: { trial, value } }] }] }.
  set(list, metric, maximizes) {
    this.metric = metric;
    this.points = list.searches.flatMap(search => search.found.filter(f => f.score !== null && f.trained?.value != null)
      .map(f => ({ score: f.score, value: f.trained.value, trial: f.trained.trial, search: search.number + 1 }))).sort((a, b) => a.score - b.score);
    // Some searches weigh, and score nothing.
    this.host.closest('.card').hidden = !list.searches.some(search => search.found.some(f => f.score !== null));
    this.say(this.points.length > 0 ? '' : t('Points come when found architectures have been trained from scratch.'));
    const rho = this.points.length > 2 ? spearman(this.points.map(p => p.score), this.points.map(p => maximizes ? p.value : -p.value)) : null;
    this.rho = rho;
    this.said.textContent = rho === null ? t('Spearman’s ρ is told from three trained architectures on; there are {0}.', this.points.length)
      : t('Spearman’s ρ = {0} over {1} architectures: {2}', number(rho, 2), this.points.length, verdict(rho, this.points.length));
    this.redraw();
  }

  draw() {
    this.svg.replaceChildren();
    if (!this.points?.length) return;
    const area = { left: 58, right: this.width - 14, top: 26, bottom: this.height - 42 };
    this.x = linear(padded(this.points.map(p => p.score)), [area.left, area.right]);
    this.y = linear(padded(this.points.map(p => p.value)), [area.bottom, area.top]);
    this.yAxis(this.y, area, t('{0}, trained alone', this.metric), v => number(v, 3));
    this.xAxis(this.x, area, t('score with shared weights'), v => number(v, 3));
    element(this.svg, 'path', { class: 'found', d: marks(this.points.map(p => [this.x(p.score), this.y(p.value)]), 'ring', 4.5) });
    this.mark = element(this.svg, 'path', { class: 'latest' });
    if (this.near) this.#show(this.near);
  }

  point(x, y) {
    if (!this.points?.length || !this.x) return;
    const distance = p => Math.hypot(this.x(p.score) - x, this.y(p.value) - y);
    const near = this.points.reduce((best, p) => distance(p) < distance(best) ? p : best);
    this.#show(distance(near) < 40 ? near : null);
  }

  step(dx) {
    if (!this.points?.length) return;
    const now = this.points.indexOf(this.near);
    this.#show(this.points[Math.min(this.points.length - 1, Math.max(0, Number.isFinite(dx) ? now + dx : dx > 0 ? this.points.length - 1 : 0))]);
  }

  unpoint() {
    this.near = null;
    this.mark?.setAttribute('d', '');
  }

  #show(point) {
    this.near = point;
    this.host.classList.toggle('on-point', point !== null);
    if (!point) return this.hide();
    const [x, y] = [this.x(point.score), this.y(point.value)];
    this.mark?.setAttribute('d', marks([[x, y]], 'ring', 8));
    this.show(x, y, t('trial {0}', point.trial), [
      [t('found by search'), String(point.search)], [t('shared weights'), number(point.score)], [t('trained alone'), number(point.value)],
    ]);
  }
}

const enough = 8; // points below which a correlation says little

const verdict = (rho, count) => count < enough ? t('too few to rely on.') : rho >= 0.7 ? t('the shared weights order them well.')
  : rho >= 0.4 ? t('the shared weights order them roughly.') : t('the shared weights say little about them.');

// The correlation of ranks (Spearman, 1904); equal values share their mean rank.
export function spearman(a, b) {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((_, i) => {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) ** 2;
    yy += (y[i] - mean) ** 2;
  });
  return xx * yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

function ranks(values) {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const rank = new Array(values.length);
  for (let i = 0; i < order.length;) {
    let j = i;
    while (j + 1 < order.length && values[order[j + 1]] === values[order[i]]) j++;
    for (let k = i; k <= j; k++) rank[order[k]] = (i + j) / 2 + 1;
    i = j + 1;
  }
  return rank;
}
