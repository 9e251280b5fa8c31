// The model view with its controls: which moment to show (a slider over ended trials), play, and back to live.

import { number } from './scales.js';
import { acquire } from './study-source.js';
import { SurrogateChart } from './surrogate-chart.js';
import { SurrogateModels } from './surrogate-models.js';

const pace = 450; // milliseconds a model while playing

export function create(root, studyId, parameter, sequence) {
  return new SurrogateView(root, studyId, parameter, sequence);
}

class SurrogateView {
  #live = true;
  #drawn = '';

  constructor(root, studyId, parameter, sequence) {
    const part = name => root.querySelector(`[data-part="${name}"]`);
    Object.assign(this, { slider: part('slider'), play: part('play'), moment: part('moment'), at: part('at'), details: part('details') });
    this.chart = new SurrogateChart(part('plot'));
    this.models = new SurrogateModels(studyId, (model, wish) => this.#arrived(model, wish));
    this.source = acquire(studyId);
    this.aborter = new AbortController();
    const options = { signal: this.aborter.signal };
    this.slider.addEventListener('input', () => this.#seek(Number(this.slider.value)), options);
    this.play.addEventListener('click', () => this.timer ? this.#pause() : this.#start(), options);
    this.setParameter(parameter);
    this.unlisten = this.source.listen(() => this.#changed());
    this.update(sequence);
  }

  update(sequence) {
    this.source.update(sequence);
  }

  setParameter(parameter) {
    this.parameter = parameter;
    this.chart.parameter = parameter;
    this.chart.say('Fetching the model…');
    this.#drawn = '';
    this.#changed();
  }

  // The study moved on: the slider grows; the live model is asked for when a trial has started or ended since.
  #changed() {
    if (!this.source.summary) return;
    this.chart.metric = this.source.summary.metric;
    this.ended = this.source.ended();
    this.slider.max = Math.max(1, this.ended.length);
    this.slider.disabled = this.play.disabled = this.ended.length < 2;
    if (this.#live) this.slider.value = this.ended.length;
    const stamp = `${this.source.trials.size} ${this.ended.length} ${this.source.summary.state}`;
    if (this.#live && stamp !== this.#drawn) {
      this.#drawn = stamp;
      this.#ask();
    } else if (!this.#live && this.#drawn === '') {
      this.#drawn = stamp;
      this.#ask();
    }
    this.#tell();
  }

  #seek(index) {
    this.#live = index >= this.ended.length;
    this.#ask();
    this.#tell();
  }

  #ask() {
    const index = Math.max(1, Number(this.slider.value));
    const sequence = this.#live ? this.source.sequence : this.ended[index - 1].sequence;
    this.models.want(this.parameter.name, sequence);
  }

  #tell() {
    const index = Number(this.slider.value);
    const count = this.ended.length;
    const text = count === 0 ? 'no trial has a value yet'
      : this.#live ? `after ${count} ${count === 1 ? 'trial' : 'trials'}, now`
        : `after ${index} of ${count} trials`;
    this.moment.textContent = text;
    this.slider.setAttribute('aria-valuetext', text);
  }

  #start() {
    if (this.ended.length < 2) return;
    if (this.#live) this.slider.value = 1;
    this.play.setAttribute('aria-pressed', 'true');
    this.#seek(Number(this.slider.value));
    this.timer = setInterval(() => {
      const next = Number(this.slider.value) + 1;
      this.slider.value = next;
      this.#seek(next);
      if (next >= this.ended.length) this.#pause();
    }, pace);
  }

  #pause() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.play.setAttribute('aria-pressed', 'false');
  }

  #arrived(model, wish) {
    if (wish.parameter !== this.parameter.name) return;
    if (!model) {
      this.chart.say(this.#live && !this.source.hasEnded() ? 'The model appears once the initial design has been evaluated.'
        : 'There was no model yet at this moment: the initial design had not been evaluated.');
      this.at.textContent = '';
      this.details.replaceChildren();
      return;
    }
    this.chart.set(model);
    this.#describe(model);
  }

  #describe(model) {
    const value = v => typeof v === 'object' && v !== null ? v.genotype ?? '–' : number(v);
    const others = Object.entries(model.at).filter(([name]) => name !== model.parameter);
    const held = others.map(([name, v]) => `${name} = ${value(v)}`).join(', ');
    this.at.textContent = held && `The others are held at ${held}; points are projected.`;
    this.details.replaceChildren(...Object.entries(model.details).slice(0, 12).map(([name, v]) => {
      const item = document.createElement('span');
      item.textContent = `${name} ${number(v, 3)}`;
      return item;
    }));
    const next = model.proposal?.[model.parameter];
    const low = model.mean.indexOf(this.source.summary.direction === 'maximize' ? Math.max(...model.mean) : Math.min(...model.mean));
    this.chart.host.setAttribute('aria-label', `Model of ${this.source.summary.metric} over ${model.parameter}, ${this.moment.textContent}. `
      + `Best mean ${number(model.mean[low])} at ${value(model.x[low])}.`
      + (next === undefined ? '' : ` Next proposal ${value(next)}.`) + ' Arrow keys step along the axis.');
  }

  dispose() {
    this.#pause();
    this.unlisten();
    this.models.dispose();
    this.source.release();
    this.aborter.abort();
    this.chart.dispose();
  }
}
