// A network as SVG. Cards, boxes and connections are known by the ids of their nodes: when the network changes, what stays moves to its new place,
// what is new appears, what is gone fades.

import { element } from '../charts/svg.js';
import { blend, curve, polyline, sampled, tip } from './geometry.js';
import { icons } from './icons.js';

const moving = 420; // milliseconds from one network to the next
const samples = 36;
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const eased = t => t * t * (3 - 2 * t);

export class Drawing {
  constructor(host, label) {
    this.svg = element(host, 'svg', { role: 'group' });
    this.scene = element(this.svg, 'g');
    this.layers = Object.fromEntries(['frames', 'edges', 'cards', 'nodes'].map(name => [name, element(this.scene, 'g', { class: name })]));
    this.label = label;
    this.parts = new Map();
  }

  // Draws the network; frame(t) is called with every frame of the way there, 1 at the end.
  show(network, frame) {
    cancelAnimationFrame(this.request);
    const before = this.network;
    this.network = network;
    this.down = network.direction === 'down';
    const wanted = new Map([...this.#frames(), ...this.#edges(), ...this.#cards(), ...this.#nodes()]);
    for (const [key, part] of this.parts) {
      part.leaving = !wanted.has(key);
      if (part.leaving) part.node.setAttribute('aria-hidden', 'true');
    }
    for (const [key, make] of wanted) this.parts.set(key, make(this.parts.get(key)));
    const began = performance.now();
    const length = calm() || !before ? 0 : moving;
    const step = () => {
      const t = length ? Math.min(1, (performance.now() - began) / length) : 1;
      this.#draw(eased(t));
      frame(eased(t));
      if (t < 1) this.request = requestAnimationFrame(step);
    };
    step();
  }

  node(id) {
    return this.parts.get(`node ${id}`)?.node;
  }

  #draw(t) {
    for (const [key, part] of this.parts) {
      part.node.style.opacity = part.leaving ? 1 - t : part.fresh ? t : 1;
      if (part.leaving && t >= 1) {
        part.node.remove();
        this.parts.delete(key);
      } else if (!part.leaving) {
        part.place(t);
        if (t >= 1) part.fresh = false;
      }
    }
  }

  // A part that is a rectangle, or stands at its corner.
  #box(old, layer, box, make, place) {
    const part = old ?? { node: make(), fresh: true };
    part.node.removeAttribute('aria-hidden');
    const from = part.box ?? box;
    part.place = t => {
      part.box = box.map((value, i) => blend(from[i], value, t));
      place(part.node, part.box);
    };
    this.layers[layer].append(part.node);
    return part;
  }

  *#frames() {
    for (const repeat of this.network.repeats.filter(r => r.box)) {
      yield [`frame ${repeat.id}`, old => this.#box(old, 'frames', repeat.box,
        () => element(this.layers.frames, 'rect', { class: 'frame', rx: 10 }), size)];
      yield [`title ${repeat.id}`, old => this.#box(old, 'frames', repeat.box, () => {
        const text = element(this.layers.frames, 'text', { class: 'frame-title' });
        text.textContent = repeat.count > 1 ? `${repeat.count} × ${repeat.name}` : repeat.name;
        return text;
      }, (text, [x, y]) => text.setAttribute('transform', `translate(${x + 8} ${y - 4})`))];
    }
  }

  *#cards() {
    for (const card of this.network.cards) {
      const kind = card.nodes[0].startsWith('repeat:') ? 'card-box folded' : 'card-box';
      yield [`card ${card.nodes[0]}`, old => this.#box(old, 'cards', [card.x, card.y, card.width, card.height],
        () => element(this.layers.cards, 'rect', { class: kind, rx: 7 }), size)];
    }
  }

  *#nodes() {
    for (const node of this.network.nodes) {
      const key = `node ${node.id}`;
      yield [key, old => {
        const part = this.#box(old, 'nodes', [node.x, node.y, node.width, node.height],
          () => element(this.layers.nodes, 'g', { class: 'node', role: 'button', tabindex: -1 }),
          (group, [x, y]) => group.setAttribute('transform', `translate(${x} ${y})`));
        this.#fill(part.node, node);
        return part;
      }];
    }
  }

  #fill(group, node) {
    const told = JSON.stringify([node.label, node.detail, node.family, node.width, node.height, node.shape, node.parameters]);
    if (group.dataset.told === told) return;
    group.dataset.told = told;
    group.dataset.id = node.id;
    group.setAttribute('class', `node family-${node.family}${node.height < 30 ? ' light' : ''}${group.classList.contains('selected') ? ' selected' : ''}`);
    group.setAttribute('aria-label', this.label(node));
    group.replaceChildren();
    const [middle, two] = [node.height / 2, node.detail !== null];
    element(group, 'rect', { class: 'hit', x: 2, y: 2, width: node.width - 4, height: node.height - 4, rx: 5 });
    element(group, 'rect', { class: 'chip', x: 8, y: middle - 11, width: 22, height: 22, rx: 5 });
    element(group, 'path', { class: 'icon', d: icons[node.family] ?? icons.reshaping, transform: `translate(12 ${middle - 7})` });
    const room = Math.floor((node.width - 44) / 6.4);
    const cut = (text, most) => text.length > most ? `${text.slice(0, most - 1)}…` : text;
    element(group, 'text', { x: 38, y: two ? middle - 7 : middle, dy: '.34em' }).textContent = cut(node.label, room);
    if (two) element(group, 'text', { class: 'detail', x: 38, y: middle + 10, dy: '.34em' }).textContent = cut(node.detail, Math.floor(room * 1.12));
  }

  *#edges() {
    for (const edge of this.network.edges) {
      yield [`edge ${edge.from}>${edge.to}`, old => {
        const part = old ?? { node: element(this.layers.edges, 'g', { class: 'edge' }), fresh: true };
        if (!old) part.lines = [element(part.node, 'path'), element(part.node, 'path', { class: 'tip' })];
        // In a network under search an edge is as wide and as opaque as its operation has weight.
        const weight = edge.weight ?? null;
        part.node.style.setProperty('--weight', weight ?? '');
        part.node.classList.toggle('weighted', weight !== null);
        part.node.dataset.from = edge.from;
        part.node.dataset.to = edge.to;
        const [from, to, down] = [part.points, sampled(edge.points, this.down, samples), this.down];
        part.place = t => {
          part.points = from && t < 1 ? to.map((p, i) => [blend(from[i][0], p[0], t), blend(from[i][1], p[1], t)]) : to;
          part.lines[0].setAttribute('d', t < 1 && from ? polyline(part.points) : curve(edge.points, down));
          part.lines[1].setAttribute('d', tip(part.points.at(-1), down));
        };
        return part;
      }];
    }
  }
}

function size(rect, [x, y, width, height]) {
  for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value);
}
