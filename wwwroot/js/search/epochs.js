// Which epoch is looked at: a slider over those that have ended, a player, and back to now.

import { t } from '../texts.js';

const pace = 700; // milliseconds an epoch at normal speed
const longest = 120; // epochs a play shows at most: of more, every second, third, …

export class Epochs {
  live = true;
  index = 0;
  count = 0;
  total = 0;
  #timer = 0;

  // `changed({ settled })` is told when another epoch is looked at; `settled` is false while playing or dragging.
  constructor(root, parts, signal, changed) {
    Object.assign(this, parts, { changed, steps: [] });
    const on = (part, name, act) => part.addEventListener(name, act, { signal });
    on(this.slider, 'input', () => this.#seek(Number(this.slider.value) - 1, false));
    on(this.slider, 'change', () => this.#seek(Number(this.slider.value) - 1, true));
    on(this.play, 'click', () => this.playing ? this.pause() : this.#start());
    on(this.back, 'click', () => this.#seek(this.index - 1, true));
    on(this.ahead, 'click', () => this.#seek(this.index + 1, true));
    on(this.now, 'click', () => this.#seek(this.steps.length - 1, true));
    on(root, 'keydown', event => this.#key(event));
  }

  get playing() {
    return this.#timer !== 0;
  }

  get period() {
    return pace / Number(this.speed.value);
  }

  // The epoch looked at; null for the newest.
  get step() {
    return this.live ? null : this.steps[this.index];
  }

  // The epochs that have ended, of so many; who looks at the newest goes on doing so.
  set(steps, total) {
    Object.assign(this, { steps, total });
    if (this.live) this.index = Math.max(0, steps.length - 1);
    this.#show();
  }

  // The epoch that an address names; null for the newest.
  go(step) {
    this.pause();
    const place = step === null ? -1 : this.steps.findIndex(s => s >= step);
    this.live = place < 0;
    this.index = Math.max(0, this.live ? this.steps.length - 1 : place);
    this.#show();
  }

  pause() {
    if (!this.playing) return;
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#show();
    this.changed({ settled: true });
  }

  #start() {
    if (this.steps.length < 2) return;
    if (this.index >= this.steps.length - 1) this.index = -1;
    const stride = Math.max(1, Math.ceil(this.steps.length / longest));
    const turn = () => {
      this.index = Math.min(this.steps.length - 1, this.index + stride);
      this.live = this.index === this.steps.length - 1;
      this.#show();
      this.changed({ settled: false });
      if (this.live) this.pause();
    };
    this.#timer = setInterval(turn, this.period);
    turn();
  }

  #seek(index, settled) {
    this.pause();
    this.index = Math.min(this.steps.length - 1, Math.max(0, index));
    this.live = this.index === this.steps.length - 1;
    this.#show();
    this.changed({ settled });
  }

  // Space plays, comma and full stop step, as in a video; not where a key means something else.
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('select, input:not([type=range]), summary')) return;
    if (event.key === ' ' && event.target.closest('button, a')) return;
    const act = { ' ': this.play, ',': this.back, '.': this.ahead, l: this.now }[event.key];
    if (!act || act.disabled) return;
    event.preventDefault();
    act.click();
  }

  #show() {
    const count = this.steps.length;
    this.slider.max = Math.max(1, count);
    this.slider.value = this.index + 1;
    this.slider.disabled = this.play.disabled = count < 2;
    this.back.disabled = this.index <= 0;
    this.ahead.disabled = this.now.disabled = this.live || count === 0;
    this.now.setAttribute('aria-pressed', String(this.live));
    this.play.setAttribute('aria-pressed', String(this.playing));
    const text = count === 0 ? t('no epoch has ended yet') : t('epoch {0} of {1}', this.steps[this.index], Math.max(this.total, this.steps.at(-1)));
    this.moment.textContent = text;
    this.slider.setAttribute('aria-valuetext', text);
  }
}
