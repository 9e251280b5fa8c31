// Which moment is looked at: a slider over the ended trials, a player, and back to now. It knows no models: it waits for each to be shown.

import { t } from '../texts.js';

const pace = 600; // milliseconds a moment at normal speed
const longest = 180; // moments a play shows at most: of more, every second, third, …

export class Player {
  live = true;
  index = 0;
  #timer = 0;

  // `changed(moment, { settled })` is asked to show a moment and answers when it is shown; `settled` is false while playing or dragging.
  constructor(parts, signal, changed) {
    Object.assign(this, parts, { changed, sequences: [], numbers: [] });
    const on = (part, name, act) => part.addEventListener(name, act, { signal });
    on(this.slider, 'input', () => this.#seek(Number(this.slider.value), false));
    on(this.slider, 'change', () => this.#seek(Number(this.slider.value), true));
    on(this.play, 'click', () => this.playing ? this.pause() : this.#start());
    on(this.back, 'click', () => this.#seek(this.index - 1, true));
    on(this.ahead, 'click', () => this.#seek(this.index + 1, true));
    on(this.now, 'click', () => this.#seek(this.sequences.length, true));
    on(this.root, 'keydown', event => this.#key(event));
  }

  get playing() {
    return this.#timer !== 0;
  }

  get period() {
    return pace / Number(this.speed.value);
  }

  // Sequence number of the moment looked at; null for now, 0 before the first.
  get sequence() {
    return this.live ? null : this.sequences[this.index - 1] ?? 0;
  }

  // The moments that come next while playing, to be fetched ahead.
  ahead_of(count) {
    return Array.from({ length: count }, (_, k) => this.index + (k + 1) * this.stride).filter(i => i <= this.sequences.length)
      .map(i => this.sequences[i - 1]);
  }

  get stride() {
    return Math.max(1, Math.ceil(this.sequences.length / longest));
  }

  // More trials have ended; who looks at now goes on doing so.
  extend(numbers, sequences) {
    this.numbers.push(...numbers);
    this.sequences.push(...sequences);
    if (this.live) this.index = this.sequences.length;
    this.#show();
  }

  // The moment of a sequence number, as an address names it; null for now.
  go(sequence) {
    this.pause();
    this.live = sequence === null;
    this.index = this.live ? this.sequences.length : this.sequences.filter(s => s <= sequence).length;
    this.#show();
  }

  pause() {
    clearTimeout(this.#timer);
    if (!this.playing) return;
    this.#timer = 0;
    this.#show();
    this.changed({ settled: true });
  }

  async #start() {
    if (this.sequences.length < 2) return;
    if (this.index >= this.sequences.length) this.index = 0;
    this.live = false;
    const run = this.#timer = setTimeout(() => {}, 0);
    let due = performance.now();
    while (this.#timer === run && this.index < this.sequences.length) {
      this.index = Math.min(this.sequences.length, this.index + this.stride);
      this.#show();
      await this.changed({ settled: false });
      due = Math.max(due + this.period, performance.now());
      await new Promise(done => setTimeout(done, due - performance.now()));
    }
    if (this.#timer !== run) return;
    this.live = true;
    this.pause();
  }

  #seek(index, settled) {
    if (this.playing) this.pause();
    this.index = Math.min(this.sequences.length, Math.max(0, index));
    this.live = this.index === this.sequences.length;
    this.#show();
    this.changed({ settled });
  }

  // Space plays, comma and full stop step, as in a video; not where a key means something else.
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('select, button') && event.key === ' ') return;
    const act = { ' ': () => this.play.click(), ',': () => this.back.click(), '.': () => this.ahead.click(), l: () => this.now.click() }[event.key];
    if (!act || event.target.matches('select')) return;
    event.preventDefault();
    act();
  }

  #show() {
    const count = this.sequences.length;
    this.slider.max = Math.max(1, count);
    this.slider.value = this.index;
    this.slider.disabled = this.play.disabled = count < 2;
    this.back.disabled = this.index <= 0;
    this.ahead.disabled = this.now.disabled = this.live || count === 0;
    this.now.setAttribute('aria-pressed', String(this.live));
    this.play.setAttribute('aria-pressed', String(this.playing));
    const text = count === 0 ? t('no trial has a value yet')
      : this.live ? t('after {0} trials, now', count) : t('after {0} of {1} trials', this.index, count);
    this.moment.textContent = text;
    this.slider.setAttribute('aria-valuetext', text);
  }
}
