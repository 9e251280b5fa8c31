// The view of a search by shared weights: which search, which epoch, and everything that follows from that. The server says only "study, sequence";
// epochs are fetched over HTTP, each once. What is chosen stands in the address.

import { copy } from '../clipboard.js';
import { saveSvg, savePng } from '../network/save.js';
import { Viewport } from '../network/viewport.js';
import { make } from '../charts/controls.js';
import { number } from '../charts/scales.js';
import { t } from '../texts.js';
import { Epochs } from './epochs.js';
import { HeatMap } from './heat.js';
import { Lines } from './lines.js';
import { groupTitle, groupsOf, skipsOf, spelled } from './operations.js';
import { Scatter } from './scatter.js';
import { SupernetDrawing, narrow } from './supernet-drawing.js';
import { Tip } from './tip.js';

const moving = 380; // milliseconds from one epoch to the next
const readable = 0.62;
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const api = path => new URL(`api/v1/studies/${path}`, document.baseURI);

export function create(root, self, study, state, sequence) {
  return new SearchView(root, self, study, state, sequence);
}

class SearchView {
  #aborter = new AbortController();
  #wanted = false;
  #busy = false;
  #list = null;
  #told = null;

  // The study is { id, metric, maximizes, sampler }, the state { search, epoch } as the address has it.
  constructor(root, self, study, state, sequence) {
    const part = name => root.querySelector(`[data-part="${name}"]`);
    Object.assign(this, { root, self, study, part, search: null, shown: null, sequence });
    const { signal } = this.#aborter;
    this.drawing = new SupernetDrawing(part('host'));
    this.viewport = new Viewport(part('host'), this.drawing.scene, signal);
    this.epochs = new Epochs(root, Object.fromEntries(['slider', 'play', 'back', 'ahead', 'now', 'speed', 'moment'].map(n => [n, part(n)])), signal,
      how => this.#moved(how));
    this.tip = new Tip(part('tip'), part('host'));
    this.heat = new HeatMap(part('heat'), part('scale'), slot => this.#highlight(slot));
    this.heat.say(t('Fetching the search…'));
    this.lines = new Lines(part('lines'), step => this.#seek(step));
    this.scatter = new Scatter(part('scatter'), part('rho'), trial => self.invokeMethodAsync('Open', trial));
    this.observer = new ResizeObserver(() => this.#resized());
    this.observer.observe(part('host'));
    this.#listen(signal);
    this.set(state);
  }

  // The study has come to a sequence number.
  update(sequence) {
    this.sequence = sequence;
    this.#catchUp();
  }

  // What the address says; told again when it is left or come back to.
  set(state) {
    const key = JSON.stringify([state.search ?? null, state.epoch ?? null]);
    if (key === this.#told) return;
    this.#told = key;
    const other = this.chosen !== (state.search ?? null);
    Object.assign(this, { chosen: state.search ?? null, wished: state.epoch ?? null });
    if (other || !this.search) this.#catchUp();
    else {
      this.epochs.go(this.wished);
      this.#show();
    }
  }

  dispose() {
    this.epochs.pause();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.telling);
    this.#aborter.abort();
    this.observer.disconnect();
    for (const each of [this.heat, this.lines, this.scatter]) each.dispose();
    this.part('host').replaceChildren();
  }

  async #catchUp() {
    this.#wanted = true;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#wanted) {
        this.#wanted = false;
        await this.#fetch();
      }
    } catch (error) {
      if (error.name !== 'AbortError') this.#say(t('The search could not be fetched; the next change tries again.'));
    } finally {
      this.#busy = false;
    }
  }

  async #get(path) {
    const response = await fetch(api(`${this.study.id}/${path}`), { cache: 'no-cache', signal: this.#aborter.signal });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  async #fetch() {
    const list = this.#list = await this.#get('searches');
    this.scatter.set(list, this.study.metric, this.study.maximizes);
    this.#choices(list);
    const entry = list.searches.find(s => s.trial === this.chosen) ?? list.searches[0];
    if (!entry) return this.#say(t('The search begins with the first trial of the study.'));
    const known = this.search?.trial === entry.trial ? this.search : null;
    const answer = await this.#get(`searches/${entry.trial}?after=${known?.epochs.length ?? 0}`);
    // A search that was tried again has fewer epochs than are known.
    const fresh = !known || answer.total < known.epochs.length;
    if (known && fresh) return this.#refetch();
    if (fresh) this.epochs.live = true;
    this.search = { ...answer, epochs: [...known?.epochs ?? [], ...answer.epochs] };
    this.root.dataset.epochs = this.search.epochs.length;
    this.epochs.set(this.search.epochs.map(e => e.step), answer.budget);
    if (fresh) this.epochs.go(this.wished);
    this.part('live').hidden = answer.state !== 'running';
    if (this.search.epochs.length === 0) return this.#say(t('Its first epoch has not ended yet.'));
    if (fresh || !this.drawing.size) this.#build();
    if (fresh || answer.epochs.length) this.lines.set(this.#withSkips());
    if (fresh || (answer.epochs.length && this.epochs.live)) this.#show();
    else this.#describe();
  }

  #refetch() {
    this.search = null;
    this.#wanted = true;
  }

  // Where no skips are reported they are counted from what would be derived.
  #withSkips() {
    const group = this.#cells()[0];
    if (!group) return this.search.epochs;
    return this.search.epochs.map(e => e.metrics.skip_connections !== undefined ? e
      : { ...e, metrics: { ...e.metrics, skip_connections: skipsOf(group, e.chosen)[0] } });
  }

  // The groups whose derived cell can collapse to skips, the normal one first.
  #cells() {
    return groupsOf(this.search.slots).filter(g => g.states.length > 0 && g.slots.some(s => s.candidates.some(c => c.startsWith('skip'))))
      .sort((a, b) => (b.name === 'normal') - (a.name === 'normal'));
  }

  #choices({ searches }) {
    const select = this.part('searches');
    select.parentElement.hidden = searches.length < 2;
    const told = searches.map(s => `${s.trial}`).join();
    if (select.dataset.told !== told) {
      select.dataset.told = told;
      select.replaceChildren(...searches.map(s => make('option', { value: s.trial, textContent: t('search {0}', s.number + 1) })));
    }
    select.value = this.chosen ?? searches[0]?.trial ?? '';
  }

  #say(text) {
    this.part('note').textContent = text;
    this.part('note').hidden = !text;
    this.root.dataset.status = this.search?.epochs.length ? 'ready' : 'waiting';
    if (text && !this.search?.epochs.length) this.heat.say(text);
  }

  #build() {
    const { slots, epochs } = this.search;
    const host = this.part('host');
    if (!host.clientWidth) return;
    this.drawing.build(slots, epochs.at(-1).genotype, host.clientWidth);
    this.width = host.clientWidth;
    const { width, height } = this.drawing.size;
    const k = Math.min(1.1, (host.clientWidth - 36) / width);
    host.style.height = `${Math.round(Math.min(host.clientWidth < narrow ? 1180 : 760, Math.max(240, height * Math.max(readable, k) + 40)))}px`;
    this.viewport.moved = false;
    this.viewport.set(this.viewport.fitting(this.drawing.size, readable));
    this.heat.look(slots);
    this.#legend();
    this.shown = null;
  }

  #resized() {
    if (!this.search?.epochs.length || this.part('host').clientWidth === this.width) return;
    this.#build();
    this.#show();
  }

  #legend() {
    const { colours } = this.drawing;
    const names = colours.names.slice(0, 16);
    this.part('legend').replaceChildren(...names.map(name => make('li', {}, make('i', { className: `key strand-key hue-${colours.hue(name)}` }), spelled(name))));
  }

  get epoch() {
    return this.search?.epochs[this.epochs.index];
  }

  #show() {
    const epoch = this.epoch;
    if (!epoch) return;
    this.#say('');
    this.root.dataset.step = epoch.step;
    this.heat.set(epoch.weights, epoch.chosen);
    this.lines.at(epoch.step);
    this.#describe();
    this.#animate(epoch);
    this.#tip(this.pointed ?? null);
  }

  // Weights move from where they are seen to where they belong.
  #animate(epoch) {
    cancelAnimationFrame(this.frame);
    const from = this.shown ?? epoch.weights;
    const length = calm() || !this.shown ? 0 : this.epochs.playing ? Math.min(moving, 0.8 * this.epochs.period) : moving;
    const began = performance.now();
    const turn = () => {
      const share = length ? Math.min(1, (performance.now() - began) / length) : 1;
      const eased = share * share * (3 - 2 * share);
      this.shown = epoch.weights.map((own, s) => own.map((w, k) => (from[s]?.[k] ?? w) + (w - (from[s]?.[k] ?? w)) * eased));
      this.drawing.show(this.shown, epoch.chosen);
      if (share < 1) this.frame = requestAnimationFrame(turn);
    };
    turn();
  }

  #describe() {
    const { epoch, search } = this;
    if (!epoch) return;
    const { metrics } = epoch;
    const said = [t('Epoch {0} of {1}.', epoch.step, search.budget)];
    if (Number.isFinite(metrics.validation_accuracy)) said.push(t('Accuracy with shared weights {0} %.', number(100 * metrics.validation_accuracy, 3)));
    else if (Number.isFinite(metrics.validation_loss)) said.push(t('Loss with shared weights {0}.', number(metrics.validation_loss)));
    if (epoch.score !== null) said.push(t('What it would give now scores {0}.', number(epoch.score)));
    const cell = this.#cells()[0];
    const [skips, edges] = cell ? skipsOf(cell, epoch.chosen) : [0, 0];
    if (edges) said.push(t('{0} of {1} edges of its {2} are skips.', skips, edges, groupTitle(cell.name).toLowerCase()));
    this.part('said').textContent = said.join(' ');
    const collapsed = edges > 0 && 2 * skips >= edges;
    this.part('warning').hidden = !collapsed;
    this.root.dataset.collapsed = collapsed;
    const warning = this.part('warning-text');
    if (collapsed) warning.textContent = t('Skip connections take over: {0} of {1} edges of the derived {2} only pass their input on. Such cells score well with shared weights and train badly alone. Stop the search earlier, or turn on one of its remedies.',
      skips, edges, groupTitle(cell.name).toLowerCase());
    this.part('genotype').textContent = epoch.genotype ?? t('none yet');
    this.part('copy').disabled = !epoch.genotype;
  }

  #moved({ settled }) {
    this.#show();
    if (settled) this.#tell();
  }

  #seek(step) {
    this.epochs.go(step);
    this.#show();
    this.#tell();
  }

  // Tells the page what to write in the address; not while dragging or playing.
  #tell() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      const epoch = this.epochs.step;
      this.#told = JSON.stringify([this.chosen, epoch]);
      this.wished = epoch;
      this.self.invokeMethodAsync('Choose', this.chosen, epoch);
    }, 300);
  }

  #listen(signal) {
    const on = (target, name, act) => target.addEventListener(name, act, { signal });
    const host = this.part('host');
    const slotOf = event => {
      const slot = event.target.closest?.('.slot')?.dataset.slot;
      return slot === undefined ? null : Number(slot);
    };
    on(this.root, 'click', event => this.#act(event.target.closest('[data-do]')?.dataset.do));
    on(this.part('searches'), 'change', event => {
      const first = this.#list?.searches[0]?.trial;
      Object.assign(this, { chosen: Number(event.target.value) === first ? null : Number(event.target.value), wished: null });
      this.epochs.go(null);
      this.#tell();
      this.#catchUp();
    });
    on(host, 'pointerover', event => this.#point(slotOf(event)));
    on(host, 'pointerleave', () => this.#point(null));
    on(host, 'focusin', event => this.#point(slotOf(event)));
    on(host, 'focusout', () => this.#point(null));
    on(host, 'keydown', event => this.#key(event, slotOf(event)));
    on(this.part('copy'), 'click', async () => {
      const isCopied = await copy(this.epoch.genotype);
      this.part('copied').textContent = isCopied ? t('Copied') : t('Select the text and copy it by hand.');
      setTimeout(() => this.part('copied').textContent = '', 2000);
    });
  }

  #act(action) {
    if (!action || !this.drawing.size) return;
    const name = `search-${this.study.id}-${this.search.trial}-epoch-${this.epoch.step}`;
    ({
      'zoom-in': () => this.viewport.zoom(1.3),
      'zoom-out': () => this.viewport.zoom(1 / 1.3),
      fit: () => {
        this.viewport.set(this.viewport.fitting(this.drawing.size));
        this.viewport.moved = false;
      },
      svg: () => saveSvg(this.drawing.svg, this.drawing.size, name),
      png: () => savePng(this.drawing.svg, this.drawing.size, name),
    })[action]?.();
  }

  #key(event, slot) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zoom = { '+': 1.3, '=': 1.3, '-': 1 / 1.3 }[event.key];
    const move = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (zoom) this.viewport.zoom(zoom);
    else if (event.key === '0') this.#act('fit');
    else if (move && slot !== null) {
      const { parts } = this.drawing;
      const next = parts[parts.findIndex(p => p.slot.index === slot) + move];
      if (!next) return;
      this.drawing.part(slot).node.setAttribute('tabindex', -1);
      next.node.setAttribute('tabindex', 0);
      next.node.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #highlight(slot) {
    this.drawing.highlight(slot);
  }

  #tip(slot) {
    if (slot === null || !this.epoch) this.tip.hide();
    else this.tip.show(this.search, slot, this.epoch, this.drawing, this.viewport.view);
  }

  #point(slot) {
    this.pointed = slot;
    this.drawing.highlight(slot);
    this.heat.highlight(slot);
    this.#tip(slot);
  }
}
