// The diagram of a trial's network, or of the best trial's, which it follows: the page says "sequence N", the diagram asks for the network over HTTP
// and moves to it.

import { t } from '../texts.js';
import { blend } from './geometry.js';
import { Drawing } from './drawing.js';
import { Viewport } from './viewport.js';
import { saveSvg, savePng } from './save.js';
import { make, panel, shapes, short, spoken, table } from './words.js';

const readable = 0.8; // smaller than this, a drawing begins at its start instead of showing all

export function create(root, options) {
  return new Diagram(root, options);
}

class Diagram {
  #aborter = new AbortController();
  #direction = 'auto';
  #unfolded = null;
  #wanted = false;
  #busy = false;

  constructor(root, { address }) {
    Object.assign(this, { root, address });
    const part = name => root.querySelector(`[data-part=${name}]`);
    this.parts = Object.fromEntries(['host', 'details', 'table', 'note', 'tip', 'trial'].map(name => [name, part(name)]));
    this.drawing = new Drawing(this.parts.host, spoken);
    this.viewport = new Viewport(this.parts.host, this.drawing.scene, this.#aborter.signal);
    this.observer = new ResizeObserver(() => this.#resized());
    this.observer.observe(this.parts.host);
    this.#listen();
    this.update();
  }

  // Asks for the network as it is now; what is asked while an answer is under way falls away but for the last.
  async update() {
    this.#wanted = true;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#wanted) {
        this.#wanted = false;
        await this.#fetch();
      }
    } finally {
      this.#busy = false;
    }
  }

  dispose() {
    this.#aborter.abort();
    this.observer.disconnect();
    this.parts.host.replaceChildren();
  }

  async #fetch() {
    const url = new URL(this.address, document.baseURI);
    const { clientWidth, clientHeight } = this.parts.host;
    if (!clientWidth) return;
    url.searchParams.set('direction', this.#direction);
    url.searchParams.set('aspect', Math.min(20, Math.max(0.05, clientWidth / clientHeight)).toFixed(2));
    if (this.#unfolded) url.searchParams.set('unfold', [...this.#unfolded].join() || 'none');
    try {
      const response = await fetch(url, { cache: 'no-cache', signal: this.#aborter.signal });
      if (response.status === 204) return this.#say(t('There is a network as soon as a trial has completed.'));
      const body = await response.json();
      if (!response.ok) return this.#say(body.detail ?? body.title);
      this.#show(body);
    } catch (error) {
      if (error.name !== 'AbortError') this.#say(t('The network could not be fetched; the next change tries again.'));
    }
  }

  #say(text) {
    if (this.network && text) return;
    this.parts.note.textContent = text;
    this.parts.note.hidden = !text;
  }

  #show({ trial, network }) {
    const told = JSON.stringify(network);
    if (this.parts.trial) this.parts.trial.textContent = t('trial {0}', trial);
    this.trial = trial;
    if (told === this.told) return;
    this.told = told;
    this.#say('');
    this.parts.note.hidden = true;
    const first = !this.network;
    this.network = network;
    this.root.dataset.direction = network.direction;
    this.root.classList.toggle('has-repeats', network.repeats.length > 0);
    this.root.querySelector('[data-do=fold]').setAttribute('aria-pressed', network.repeats.some(r => r.folded));
    const from = this.viewport.view;
    const to = this.viewport.moved ? from : this.viewport.fitting(network, readable);
    this.drawing.show(network, t => this.viewport.set(first ? to : Object.fromEntries(Object.keys(to).map(k => [k, blend(from[k], to[k], t)]))));
    const current = network.nodes.find(n => n.id === this.selected);
    this.#select(current ? current.id : null);
    this.#rove(this.roving && this.drawing.node(this.roving) ? this.roving : network.nodes[0].id);
    this.parts.table.replaceChildren(table(network, id => this.#focus(id)));
  }

  #resized() {
    if (!this.network) this.update();
    else if (!this.viewport.moved) this.viewport.set(this.viewport.fitting(this.network, readable));
  }

  #listen() {
    const signal = this.#aborter.signal;
    const on = (target, name, handler) => target.addEventListener(name, handler, { signal });
    const idOf = event => event.target.closest?.('.node')?.dataset.id;
    on(this.root, 'click', event => {
      const action = event.target.closest('[data-do]')?.dataset.do;
      if (action) this.#act(action);
    });
    on(this.parts.host, 'click', event => {
      if (this.network && !this.viewport.dragged) this.#select(idOf(event) ?? null);
    });
    on(this.parts.host, 'dblclick', event => this.#toggle(idOf(event)));
    on(this.parts.host, 'keydown', event => this.#key(event));
    on(this.parts.host, 'focusin', event => {
      const id = idOf(event);
      if (!id) return;
      this.#rove(id);
      this.viewport.reveal(this.#node(id));
      this.#hint(id);
    });
    on(this.parts.host, 'focusout', () => this.#hint(null));
    on(this.parts.host, 'pointerover', event => this.#hint(idOf(event)));
    on(this.parts.host, 'pointerleave', () => this.#hint(null));
  }

  #act(action) {
    if (!this.network) return;
    const name = `network-trial-${this.trial}`;
    const actions = {
      'zoom-in': () => this.viewport.zoom(1.3),
      'zoom-out': () => this.viewport.zoom(1 / 1.3),
      fit: () => this.#fit(),
      turn: () => {
        this.#direction = this.network.direction === 'down' ? 'right' : 'down';
        this.viewport.moved = false;
        this.update();
      },
      fold: () => this.#fold(this.network.repeats.some(r => r.folded) ? this.network.repeats.map(r => r.id) : []),
      svg: () => saveSvg(this.drawing.svg, this.network, name),
      png: () => savePng(this.drawing.svg, this.network, name),
    };
    actions[action]?.();
  }

  #fit() {
    this.viewport.set(this.viewport.fitting(this.network));
    this.viewport.moved = false;
  }

  #fold(unfolded) {
    this.#unfolded = new Set(unfolded);
    this.update();
  }

  // Folds or unfolds the repeated sequence that a box is of.
  #toggle(id) {
    const node = this.#node(id);
    const repeat = node?.op === 'repeat' ? node.id : node?.repeat;
    if (repeat) this.#foldOne(repeat);
  }

  #foldOne(repeat) {
    const open = new Set(this.network.repeats.filter(r => !r.folded).map(r => r.id));
    if (!open.delete(repeat)) open.add(repeat);
    this.#fold(open);
  }

  #node(id) {
    return this.network?.nodes.find(n => n.id === id);
  }

  #select(id) {
    this.drawing.node(this.selected)?.classList.remove('selected');
    this.selected = id;
    const node = this.drawing.node(id);
    node?.classList.add('selected');
    for (const edge of this.drawing.layers.edges.children) edge.classList.toggle('near', this.#touches(edge, id));
    this.parts.details.replaceChildren(...panel(this.network, this.#node(id), repeat => this.#foldOne(repeat)));
  }

  // True for the connections of the card that a box is on.
  #touches(edge, id) {
    const card = id && this.network.cards.find(c => c.nodes.includes(id));
    return !!card && (card.nodes.includes(edge.dataset.from) || card.nodes.includes(edge.dataset.to));
  }

  #rove(id) {
    this.drawing.node(this.roving)?.setAttribute('tabindex', -1);
    this.roving = id;
    this.drawing.node(id)?.setAttribute('tabindex', 0);
  }

  #focus(id) {
    this.drawing.node(id)?.focus();
    this.#select(id);
  }

  #hint(id) {
    const node = this.#node(id);
    this.parts.tip.hidden = !node;
    if (!node) return;
    this.parts.tip.replaceChildren(make('strong', {}, node.label), make('span', {}, shapes(node)));
    if (node.parameters) this.parts.tip.append(make('span', {}, t('{0} parameters', short(node.parameters))));
    if (node.multiply_adds) this.parts.tip.append(make('span', {}, t('{0} multiply-adds', short(node.multiply_adds))));
    const { k, x, y } = this.viewport.view;
    const { clientWidth, clientHeight } = this.parts.host;
    const { offsetWidth, offsetHeight } = this.parts.tip;
    const right = (node.x + node.width) * k + x + 8;
    const left = right + offsetWidth > clientWidth ? Math.max(4, node.x * k + x - offsetWidth - 8) : right;
    const top = Math.min(Math.max(4, (node.y + node.height / 2) * k + y - offsetHeight / 2), clientHeight - offsetHeight - 4);
    this.parts.tip.style.transform = `translate(${left}px, ${top}px)`;
  }

  #key(event) {
    const id = event.target.closest?.('.node')?.dataset.id;
    const zoom = { '+': 1.3, '=': 1.3, '-': 1 / 1.3 }[event.key];
    const walk = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    const nodes = this.network?.nodes ?? [];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (zoom) this.viewport.zoom(zoom);
    else if (event.key === '0') this.#fit();
    else if (event.key === 'Escape') this.#select(null);
    else if (event.key === 'Home') this.#focus(nodes[0].id);
    else if (event.key === 'End') this.#focus(nodes.at(-1).id);
    else if (id && walk) this.#walk(this.#node(id), walk);
    else if (id && event.key === ' ') this.#select(id);
    else if (id && event.key === 'Enter') this.#node(id).op === 'repeat' ? this.#toggle(id) : this.#select(id);
    else return;
    event.preventDefault();
  }

  // Along the connections where the arrow points along the flow, to the nearest neighbour where it points across.
  #walk(node, [dx, dy]) {
    const along = this.network.direction === 'down' ? dy : dx;
    const linked = along > 0 ? this.network.nodes.filter(n => n.inputs.includes(node.id))
      : along < 0 ? node.inputs.map(id => this.#node(id)) : this.network.nodes.filter(n => this.#beside(n, node, dx, dy));
    const distance = n => Math.hypot(n.x - node.x, n.y - node.y);
    const next = linked.filter(n => n && n.id !== node.id).sort((a, b) => distance(a) - distance(b))[0];
    if (next) this.#focus(next.id);
  }

  #beside(other, node, dx, dy) {
    const overlaps = dx ? other.y < node.y + node.height && node.y < other.y + other.height
      : other.x < node.x + node.width && node.x < other.x + other.width;
    return overlaps && (dx ? (other.x - node.x) * dx : (other.y - node.y) * dy) > 0;
  }
}
