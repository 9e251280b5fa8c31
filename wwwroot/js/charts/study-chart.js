// A chart of one study's trials: it follows the shared source and the shared selection, keeps what was chosen in the page's address, says when only
// a sample is shown, and can be taken away as a picture or a table.

import { t } from '../texts.js';
import { choice, make, textButton, toggle } from './controls.js';
import { savePicture, saveTable } from './download.js';
import { Frame } from './frame.js';
import { goodness, valued } from './parameters.js';
import { duration, number } from './scales.js';
import { frontOf } from './front.js';
import { selection } from './selection.js';
import { acquire } from './study-source.js';
import { completed, states } from './trials.js';

const words = {
  running: t('running'), paused: t('paused'), completed: t('completed'), stopped: t('stopped'), failed: t('failed'), cancelled: t('cancelled'),
};


export class StudyChart extends Frame {
  #known = {};

  constructor(root, studyId, state, owner) {
    super(root);
    Object.assign(this, { studyId, state, owner });
    this.source = acquire(studyId);
    this.bus = selection(studyId);
    this.title = root.querySelector('h2').textContent;
  }

  // After the constructors of all subclasses have run: makes the controls and begins to follow the study.
  start(sequence) {
    this.say(t('Waiting for the first trial…'));
    this.badge = make('span', { className: 'badge', hidden: true });
    this.tools.append(this.badge);
    this.setup();
    textButton(this.tools, 'PNG', t('Download as a picture'), () => savePicture(this.canvas, this.svg, this.ratio, this.title, this.#name()), this.signal);
    textButton(this.tools, 'CSV', t('Download as a table'), () => saveTable(...this.table(), this.#name()), this.signal);
    this.unlisten = [this.source.listen(() => this.redraw()), this.bus.listen(() => this.refresh())];
    this.update(sequence);
    return this;
  }

  // Where a chart makes its controls.
  setup() { }

  update(sequence) {
    this.source.update(sequence);
  }

  // The address changed, by this chart or otherwise.
  set(state) {
    this.state = state;
    this.redraw();
  }

  choose(key, value) {
    if (value === null) delete this.state[key];
    else this.state[key] = value;
    this.owner?.invokeMethodAsync('Choose', key, value);
    this.redraw();
  }

  logToggle() {
    this.log = toggle(this.tools, t('log scale'), on => this.choose('log', on ? '1' : null), this.signal);
    this.log.field.hidden = true;
  }

  // A choice of one objective where there are several, the same in all charts.
  objectiveChoice() {
    this.aim = choice(this.tools, t('objective'), value => this.choose('objective', value === this.source.summary.metric ? null : value), this.signal);
    // Known before the trials are, so that nothing moves when they come.
    const names = this.state.objectives?.split('\n') ?? [];
    this.aim.field.hidden = names.length < 2;
    this.aim.set(names.map(name => [name, name]), this.state.objective ?? names[0]);
  }

  // What the chart is about: { metric, direction }.
  get objective() {
    const { objectives } = this.source.summary;
    return objectives.find(o => o.metric === this.state.objective) ?? objectives[0];
  }

  get metric() {
    return this.objective.metric;
  }

  // 1 when smaller values are better, −1 when larger ones are.
  get sign() {
    return this.objective.direction === 'maximize' ? -1 : 1;
  }

  // The column of the objective.
  get values() {
    return this.source.valuesOf(this.objective);
  }

  // Rows on the front, of completed trials, where there are several objectives.
  front() {
    const { source } = this;
    return this.once('front', () => frontOf(source.completedOf(), source.summary.objectives.map(o => [source.valuesOf(o), o.direction === 'maximize' ? -1 : 1])));
  }

  // An axis of the objective. A logarithmic one makes sense for positive values that span more than a decade and a half.
  valueAxis([low, high], title = this.metric) {
    const isSensible = low > 0 && high / low > 30;
    if (this.log) {
      this.log.field.hidden = !isSensible;
      this.log.box.checked = this.state.log === '1';
    }
    if (isSensible && this.state.log === '1') return { kind: 'log', domain: [low * 0.85, high * 1.18], title };
    const margin = (high - low || Math.abs(high) || 1) * 0.06;
    return { kind: 'linear', domain: [low - margin, high + margin], title };
  }

  // What is computed from the trials alone, once a version of them: zooming and hovering compute nothing again.
  once(key, compute) {
    if (this.#known.version !== this.source.version) this.#known = { version: this.source.version };
    return this.#known[key] ??= compute();
  }

  // All trials but those that search by shared weights, which have no value.
  candidates() {
    return this.once('candidates', () => this.source.trials.order().filter(row => Number.isNaN(this.source.trials.search[row])));
  }

  // Completed trials with a value, by number.
  completed() {
    return this.once(`completed ${this.metric}`, () => valued(this.source.trials, this.values, completed));
  }

  // How good each row's value is among the completed, from 0 to 1, by row.
  ranks() {
    return this.once(`ranks ${this.metric}`, () => goodness(this.completed(), this.values, this.sign, this.source.trials.size));
  }

  // Why there is nothing to draw, or ''.
  lack() {
    if (!this.source.summary) return this.source.failed ? t('The trials could not be fetched; the next change tries again.') : t('Waiting for the first trial…');
    if (this.source.trials.size === 0) return this.source.hasEnded() ? t('This study has no trial.') : t('Waiting for the first trial…');
    return '';
  }

  // After every drawing: the badge, the words for who does not see, and marks that tests and measurements wait for.
  tell(shown) {
    const { trials, total, summary } = this.source;
    if (this.aim) {
      this.aim.field.hidden = summary.objectives.length < 2;
      this.aim.set(summary.objectives.map(o => [o.metric, o.metric]), this.metric);
    }
    this.badge.hidden = trials.size >= total;
    this.badge.textContent = t('sampled {0} of {1}', trials.size.toLocaleString(), total.toLocaleString());
    this.stage.setAttribute('aria-label', `${this.title}. ${this.summary?.() ?? ''} ${t('Arrow keys step through the marks, plus and minus zoom, 0 shows everything.')}`);
    Object.assign(this.root.dataset, { drawn: this.source.sequence, shown, cost: Math.round(performance.now() - this.began) });
  }

  // [title, rows] of a readout.
  describe(row) {
    const { trials, summary } = this.source;
    const search = trials.search[row], isSearch = !Number.isNaN(search);
    const rows = isSearch ? [[t('shared weights'), t('search {0}', search)]] : summary.objectives.map(o => [o.metric, number(this.source.valuesOf(o)[row], 6)]);
    if (!isSearch) for (const p of trials.parameters.slice(0, 8)) rows.push([p.name, this.setting(p, row)]);
    if (!Number.isNaN(trials.seconds[row])) rows.push([t('time'), duration(trials.seconds[row])]);
    if (trials.reason[row]) rows.push([t('why'), trials.reason[row]]);
    return [t('Trial {0} · {1}', trials.number[row], words[states[trials.state[row]]]), rows];
  }

  setting(parameter, row) {
    const value = this.source.trials.config[parameter.name]?.[row];
    if (value === undefined || value === null || Number.isNaN(value)) return '–';
    return parameter.choices ? String(parameter.choices[value]) : number(value);
  }

  // [header, rows] of what is drawn.
  table() {
    const { trials, summary } = this.source;
    const names = trials.parameters.map(p => p.name);
    const text = (p, row) => p.choices && !Number.isNaN(trials.config[p.name][row]) ? String(p.choices[trials.config[p.name][row]]) : trials.config[p.name][row];
    const rows = Array.from(trials.order(), row => [trials.number[row], states[trials.state[row]], ...summary.objectives.map(o => this.source.valuesOf(o)[row]),
      trials.seconds[row], ...trials.parameters.map(p => text(p, row))]);
    return [['number', 'state', ...summary.objectives.map(o => o.metric), 'seconds', ...names], rows];
  }

  #name() {
    return `${this.source.summary?.name ?? 'study'} ${this.title}`.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();
  }

  dispose() {
    for (const stop of this.unlisten) stop();
    this.source.release();
    this.bus.release();
    super.dispose();
  }
}
