// The view of a study's model: which parameters, which moment, and everything that follows from that. The server says only "study, sequence"; models
// are fetched over HTTP. What is chosen stands in the address.

import { t } from '../texts.js';
import { saveDrawing, savePicture } from '../charts/download.js';
import { textButton } from '../charts/controls.js';
import { budget, said, titled } from './axes.js';
import { Curves } from './curves.js';
import { Diagnostics } from './diagnostics.js';
import { Held } from './held.js';
import { Maps } from './maps.js';
import { Minimum } from './minimum.js';
import { Latest, Models, api, cutAddress } from './models.js';
import { Player } from './player.js';

const ahead = 3; // models fetched ahead while playing

export function create(root, self, study, state, sequence) {
  return new SurrogateView(root, self, study, state, sequence);
}

class SurrogateView {
  #moment = null;
  #after = 0;
  #stated = null;

  // The study is { id, metric, direction, parameters }, the state { p, q, at, seq } as the address has it.
  constructor(root, self, study, state, sequence) {
    const part = name => root.querySelector(`[data-part="${name}"]`);
    study.parameters = titled(study.parameters);
    Object.assign(this, { root, self, study, p: part('p'), q: part('q'), at: part('at'), legend: part('legend') });
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    this.models = new Models();
    this.curves = new Curves(part('curves'));
    this.maps = new Maps(part('maps'));
    this.player = new Player({ root, slider: part('slider'), play: part('play'), back: part('back'), ahead: part('ahead'), now: part('now'),
      speed: part('speed'), moment: part('moment') }, signal, how => this.#moved(how));
    this.held = new Held(part('held'), part('reset'), signal, () => this.#chosen());
    this.diagnostics = new Diagnostics({ panel: part('diagnostics'), said: part('said'), kind: part('kind'), list: part('facts'), barList: part('bars'),
      scales: part('scales'), progress: part('progress'), fill: part('fill'),
      vectorTitle: part('vector-title'), vectorHelp: part('vector-help'), traces: part('traces'), calibration: part('calibration'),
      calibrationPart: part('calibration-part'), coverage: part('coverage'), player: this.player },
      study, this.models, signal);
    this.minimum = new Minimum(part('minimum'), part('minimum-plot'), part('minimum-said'), study, this.models, signal);
    this.#tools(part);
    this.cuts = new Latest(wish => this.#serve(wish));
    this.news = new Latest(() => this.#catchUp());
    for (const select of [this.p, this.q]) select.addEventListener('change', () => this.#picked(select), { signal });
    this.#say(t('Fetching the model…'));
    this.set(state);
    this.update(sequence);
  }

  // The study has come to a sequence number.
  update(sequence) {
    this.news.want(sequence);
  }

  // What the address says; told again when it is left or come back to.
  set(state) {
    const key = keyOf(state);
    if (key === this.#stated) return;
    this.#stated = key;
    const known = name => this.study.parameters.some(p => p.name === name);
    this.p.value = known(state.p) ? state.p : this.study.parameters[0].name;
    // Where nothing was chosen yet, a model that tells budgets apart is shown over them.
    const second = state.p ? state.q : known(budget) ? budget : state.q;
    this.q.value = known(second) && second !== this.p.value ? second : '';
    this.wanted = state.seq ?? null;
    this.#axes(Object.fromEntries(Object.entries(state.at ?? {}).filter(([name]) => known(name))));
    if (this.#moment !== null) {
      this.player.go(this.wanted);
      this.#ask(true);
    }
  }

  // Trials that have ended since; the moment a model last changed.
  async #catchUp() {
    try {
      const response = await fetch(api(`${this.study.id}/surrogate/iterations?after=${this.#after}`), { signal: this.aborter.signal });
      if (!response.ok) return;
      const news = await response.json();
      const [isFirst, isNew] = [this.#moment === null, this.#moment !== news.moment];
      this.#moment = news.moment;
      this.#after = news.sequences.at(-1) ?? this.#after;
      this.player.extend(news.numbers, news.sequences);
      if (isFirst && this.wanted !== null) this.player.go(this.wanted);
      if (isFirst || isNew && this.player.live) this.#ask(true);
    } catch {
      // The next "sequence N" asks again.
    }
  }

  #axes(given = this.held.given) {
    const [p, q] = [this.p.value, this.q.value];
    const find = name => this.study.parameters.find(x => x.name === name);
    this.curves.host.hidden = q !== '';
    this.maps.host.hidden = q === '';
    if (q) this.maps.look([find(p), find(q)], this.study.metric, this.study.direction !== 'maximize');
    else this.curves.look(find(p), this.study.metric);
    this.minimum.look(find(p === budget ? q || this.study.parameters[0].name : p));
    this.held.look(this.study.parameters.filter(x => x.name !== p && x.name !== q), given);
  }

  #picked(select) {
    if (this.p.value === this.q.value) {
      // Choosing the other's parameter swaps the two.
      const other = select === this.p ? this.q : this.p;
      other.value = this.before[select.dataset.part] ?? '';
      if (this.p.value === '') this.p.value = this.study.parameters.find(x => x.name !== this.q.value).name;
    }
    this.#axes();
    this.#chosen();
  }

  #chosen() {
    this.#ask(true);
    this.#state();
  }

  #moved({ settled }) {
    if (settled) this.#state();
    return this.#ask(settled);
  }

  // Asks for the model of the moment; answers when it, or a later one, is shown.
  #ask(settled) {
    this.before = { p: this.p.value, q: this.q.value };
    const sequence = this.player.sequence ?? this.#moment;
    const look = { p: this.p.value, q: this.q.value || null, at: this.held.given };
    this.diagnostics.busy();
    return this.cuts.want({ look, sequence, settled });
  }

  async #serve({ look, sequence, settled }) {
    const model = await this.models.get(cutAddress(this.study.id, { ...look, sequence }), this.aborter.signal);
    if (this.aborter.signal.aborted || look.p !== this.p.value || look.q !== (this.q.value || null)) return;
    if (!model) return this.#say(t('The model could not be fetched; the next change tries again.'));
    this.#show(model);
    if (this.player.playing) this.#fetchAhead(look);
    else if (settled) this.diagnostics.idle(this.player.sequences);
  }

  async #fetchAhead(look) {
    if (this.fetching) return;
    this.fetching = true;
    for (const sequence of this.player.ahead_of(ahead)) await this.models.get(cutAddress(this.study.id, { ...look, sequence }), this.aborter.signal);
    this.fetching = false;
  }

  #show(model) {
    const plot = this.q.value ? this.maps : this.curves;
    this.root.dataset.status = model.status;
    this.root.dataset.known = model.known;
    const hasBand = model.fields.some(f => f.role === 'deviation'), isDensity = model.fields.some(f => f.role === 'density');
    const averages = isDensity && Object.keys(this.held.given).length === 0;
    if (model.at) this.held.show(model.at, averages);
    if (model.fields.length) this.held.reset.textContent = isDensity ? t('Average over all') : t('At the best trial');
    if (model.status !== 'ready') {
      this.#say(this.#lack(model));
      this.at.textContent = '';
      if (model.status === 'inactive') this.diagnostics.show(model.sequence);
      else this.diagnostics.clear();
      this.minimum.clear();
      return;
    }
    this.legend.dataset.kind = isDensity ? 'density' : 'objective';
    this.legend.querySelector('.of-band').hidden = !hasBand;
    plot.duration = this.player.playing ? Math.min(420, 0.8 * this.player.period) : 280;
    plot.set(model);
    for (const [name, isShown] of [['.of-budget', model.points.budget], ['.of-cost', model.fields.some(f => f.role === 'cost')],
      ['.of-parts', model.fields.some(f => f.adds_up_to)]])
      for (const entry of this.legend.querySelectorAll(name)) entry.hidden = !isShown;
    this.#describe(model, plot, averages);
    this.minimum.see(model.sequence, model.proposal);
    this.diagnostics.show(model.sequence);
  }

  #lack({ status, known, needed, sequence }) {
    if (status === 'waiting' && sequence < this.#moment)
      return t('Then there was no model yet: {0} of {1} trials of the initial design had a value.', known, needed);
    if (status === 'waiting') return t('{0} of {1} trials of the initial design have a value. Then there is a model.', known, needed);
    if (status === 'inactive') return t('This parameter is off where the others are held: choose other values for them.');
    return t('This method keeps no model of this space.');
  }

  #describe(model, plot, averages) {
    const names = model.axes.map(a => a.parameter);
    const title = name => this.study.parameters.find(p => p.name === name).title;
    const isProposed = names.every(n => model.proposal?.[n] !== undefined);
    const next = isProposed ? names.map(n => `${title(n)} = ${said(model.proposal[n])}`).join(', ') : null;
    const { total, number } = model.points;
    this.at.textContent = [
      averages ? t('The others are averaged over; move one to hold them.')
        : Object.keys(this.held.given).length > 0 ? t('The others are held where you put them; trials are projected.')
          : t('The others are held at the best trial; trials are projected.'),
      total > number.length ? t('The best and the newest {0} of {1} trials are drawn.', number.length, total) : '',
    ].join(' ');
    const over = names.map(title).join(', ');
    plot.host.setAttribute('aria-label', [t('Model of {0} over {1}, {2}.', this.study.metric, over, this.player.moment.textContent),
      next ? t('Next proposal: {0}.', next) : '', t('Arrow keys read it out.')].join(' '));
  }

  // Pictures of the plots to take away.
  #tools(part) {
    const { signal } = this.aborter;
    const offer = (place, words, stage) => {
      const name = `study-${this.study.id}-${place}`;
      textButton(part(place === 'model' ? 'tools' : `${place}-tools`), 'PNG', t('Download as a picture'),
        () => savePicture(stage().canvas, stage().svg, stage().ratio, words(), name), signal);
      textButton(part(place === 'model' ? 'tools' : `${place}-tools`), 'SVG', t('Download as a drawing'),
        () => saveDrawing(stage().canvas, stage().svg, words(), name), signal);
    };
    const heading = place => () => part(place).querySelector('h3').textContent;
    offer('model', () => `${this.study.metric}, ${this.player.moment.textContent}`, () => this.q.value ? this.maps : this.curves);
    offer('minimum', heading('minimum'), () => this.minimum);
    offer('traces', () => part('vector-title').textContent, () => this.diagnostics.traces);
    offer('calibration', heading('calibration-part'), () => this.diagnostics.calibration);
  }

  #say(text) {
    for (const plot of [this.curves, this.maps]) plot.say(text);
  }

  // Tells the page what to write in the address; not while dragging or playing.
  #state() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      const at = Object.entries(this.held.given).map(([name, value]) => `${name}:${value}`);
      const state = { p: this.p.value, q: this.q.value || null, at, seq: this.player.sequence };
      this.#stated = keyOf({ ...state, at: this.held.given });
      this.self.invokeMethodAsync('Choose', state.p, state.q, state.at, state.seq);
    }, 300);
  }

  dispose() {
    clearTimeout(this.telling);
    this.player.pause();
    this.cuts.drop();
    this.aborter.abort();
    this.minimum.latest.drop();
    for (const part of [this.curves, this.maps, this.minimum, this.diagnostics]) part.dispose();
  }
}

const keyOf = ({ p, q, at, seq }) =>
  JSON.stringify([p ?? null, q ?? null, Object.entries(at ?? {}).map(([name, value]) => [name, String(value)]), seq ?? null]);
