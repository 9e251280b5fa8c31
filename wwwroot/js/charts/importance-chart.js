// How much each parameter decides about the objective, as the server computed it, one bar a parameter; nothing is estimated here. The server answers
// { sequence, method, trials, parameters: [{ name, importance }] } with shares from 0 to 1, or nothing while it has nothing to say.

import { t } from '../texts.js';
import { choice, make, textButton } from './controls.js';
import { saveTable } from './download.js';
import { number } from './scales.js';
import { acquire, api } from './study-source.js';

const pace = 4000; // milliseconds between two questions at least: the answer changes slowly and costs the server something

const methods = [['fanova', 'fANOVA'], ['ped_anova', 'PED-ANOVA']];

export function create(root, studyId, sequence, state, owner) {
  return new ImportanceChart(root, studyId, sequence, state, owner);
}

class ImportanceChart {
  #wanted = '';
  #busy = false;

  constructor(root, studyId, sequence, state, owner) {
    Object.assign(this, { root, studyId, sequence, owner });
    const part = name => root.querySelector(`[data-part=${name}]`);
    [this.tools, this.host, this.foot] = ['tools', 'host', 'foot'].map(part);
    this.aborter = new AbortController();
    this.source = acquire(studyId);
    this.unlisten = this.source.listen(() => this.#aims());
    this.source.update(sequence);
    this.aim = choice(this.tools, t('objective'), value => this.#aimAt(value), this.aborter.signal);
    const names = state.objectives?.split('\n') ?? [];
    this.aim.field.hidden = names.length < 2;
    this.aim.set(names.map(name => [name, name]), state.objective ?? names[0]);
    this.picker = choice(this.tools, t('method'), value => this.#pick(value), this.aborter.signal);
    const download = () => saveTable(['parameter', 'importance'], this.answer.parameters.map(p => [p.name, p.importance]), 'importance');
    this.button = textButton(this.tools, 'CSV', t('Download as a table'), download, this.aborter.signal);
    this.button.disabled = true;
    this.#say(t('Computing…'));
    this.set(state);
  }

  update(sequence) {
    this.sequence = sequence;
    this.#want();
  }

  set(state) {
    this.state = state;
    this.method = methods.some(([key]) => key === state.importance) ? state.importance : methods[0][0];
    this.picker.set(methods, this.method);
    this.#want();
  }

  #pick(method) {
    this.owner?.invokeMethodAsync('Choose', 'importance', method === methods[0][0] ? null : method);
    this.set({ ...this.state, importance: method });
  }

  #aimAt(metric) {
    this.owner?.invokeMethodAsync('Choose', 'objective', metric === this.source.summary.metric ? null : metric);
    this.set({ ...this.state, objective: metric });
  }

  // Where there are several objectives, one is chosen.
  #aims() {
    if (!this.aim || !this.source.summary) return;
    const { objectives } = this.source.summary;
    this.aim.field.hidden = objectives.length < 2;
    const metric = objectives.find(o => o.metric === this.state.objective)?.metric ?? objectives[0].metric;
    this.aim.set(objectives.map(o => [o.metric, o.metric]), metric);
  }

  async #want() {
    this.#aims();
    this.#wanted = `${this.method} ${this.state.objective} ${this.sequence}`;
    if (this.#busy) return;
    this.#busy = true;
    for (let told = ''; told !== this.#wanted && !this.aborter.signal.aborted;) {
      told = this.#wanted;
      const { method, state } = this;
      await this.#fetch(method, state.objective);
      if (told !== this.#wanted && method === this.method && state.objective === this.state.objective) await new Promise(done => setTimeout(done, pace));
    }
    this.#busy = false;
  }

  async #fetch(method, objective) {
    const query = new URLSearchParams(objective ? { method, objective } : { method });
    try {
      const response = await fetch(api(`${this.studyId}/importance?${query}`), { cache: 'no-cache', signal: this.aborter.signal });
      if (response.status === 200) this.#draw(await response.json());
      else this.#say(t('Not available yet. It appears when enough trials have completed.'));
    } catch {
      if (!this.aborter.signal.aborted && !this.answer) this.#say(t('It could not be fetched; the next change tries again.'));
    }
  }

  #say(text) {
    this.answer = null;
    this.button.disabled = true;
    this.foot.replaceChildren();
    this.host.replaceChildren(make('div', { className: 'plot-note', textContent: text }));
  }

  #draw(answer) {
    this.answer = answer;
    this.button.disabled = false;
    const sorted = answer.parameters.slice().sort((a, b) => b.importance - a.importance);
    const most = Math.max(...sorted.map(p => p.importance), 1e-12);
    const rows = sorted.map(p => {
      const bar = make('i', { className: 'bar' });
      bar.style.width = `${Math.max(0, p.importance / most) * 100}%`;
      return make('li', {}, make('span', { className: 'name', textContent: p.name, title: p.name }), make('span', { className: 'track' }, bar),
        make('span', { className: 'share', textContent: `${number(p.importance * 100, 3)} %` }));
    });
    const list = make('ol', { className: 'bars' }, ...rows);
    list.setAttribute('aria-label', t('Importance of parameters'));
    this.host.replaceChildren(list);
    this.foot.replaceChildren(make('p', { className: 'fine-print', textContent: t('{0}, over {1} trials.', answer.method, answer.trials) }));
    Object.assign(this.root.dataset, { drawn: answer.sequence, shown: sorted.length });
  }

  dispose() {
    this.aborter.abort();
    this.unlisten();
    this.source.release();
    for (const part of [this.tools, this.host, this.foot]) part.replaceChildren();
  }
}
