// A network under search as SVG: cells as states and arcs, chains as layers and candidates. An arc is a ribbon with a line a candidate, as wide and as
// opaque as the candidate has weight; what the search would give now stands out and is named. Built once a layout; an epoch only changes its looks.

import { element } from '../charts/svg.js';
import { arc, busPath, cellLayout, head, topOf } from './cell-layout.js';
import { chainLayout, strand } from './chain-layout.js';
import { groupTitle, groupsOf, isNone, palette, slotName, spelled, stateName } from './operations.js';

export const narrow = 600; // pixels of width below which cells run downwards

const ribbon = 9; // width of all candidates of an edge together
const gap = 44;
const pillHeight = 22;
const letter = 6.1;

export class SupernetDrawing {
  constructor(host) {
    this.svg = element(host, 'svg', { role: 'group' });
    this.scene = element(this.svg, 'g');
  }

  // Groups side by side where they fit into the width, else one below the other; arcs run downwards where it is narrow.
  build(slots, genotype, width) {
    this.scene.replaceChildren();
    this.parts = [];
    this.colours = palette(slots);
    const groups = groupsOf(slots);
    const isChain = slots.some(slot => slot.from === null || slot.to === null);
    const isNarrow = width < narrow;
    const layouts = groups.map(group => isChain ? chainLayout(group) : cellLayout(group, genotype, isNarrow));
    const beside = !isNarrow && !isChain && layouts.reduce((sum, l) => sum + l.width + gap, -gap) * 0.8 <= width;
    let [x, y] = [0, 0];
    this.boxes = [];
    layouts.forEach((layout, i) => {
      const scene = element(this.scene, 'g', { transform: `translate(${x} ${y})` });
      element(scene, 'text', { class: 'group-title', x: 0, y: 12 }).textContent = groupTitle(groups[i].name);
      if (isChain) this.#chain(scene, groups[i], layout, [x, y]);
      else this.#cell(scene, groups[i], layout, [x, y]);
      this.boxes.push({ x, y, width: layout.width, height: layout.height });
      if (beside) x += layout.width + gap;
      else y += layout.height + gap / 2;
    });
    this.size = {
      width: Math.max(...this.boxes.map(b => b.x + b.width)), height: Math.max(...this.boxes.map(b => b.y + b.height)), direction: beside ? 'right' : 'down',
      nodes: [this.boxes[0]],
    };
  }

  // The weights of an epoch, one list a slot, and the candidates that are chosen there.
  show(weights, chosen) {
    for (const part of this.parts) part.show(weights[part.slot.index] ?? [], new Set(chosen[part.slot.index] ?? []));
  }

  part(index) {
    return this.parts.find(part => part.slot.index === index);
  }

  highlight(index) {
    for (const part of this.parts) part.node.classList.toggle('near', part.slot.index === index);
  }

  #cell(scene, group, layout, [x, y]) {
    const before = this.parts.length;
    element(scene, 'path', { class: 'bus', d: busPath(layout, layout.bus) });
    for (const edge of layout.edges) this.#edge(element(scene, 'g'), group, layout, edge, [x, y]);
    const last = layout.output ? null : group.states.at(-1);
    for (const box of layout.states)
      this.#state(scene, box, stateName(group, box.state), group.inputs.includes(box.state) ? 'input' : box.state === last ? 'output' : '');
    if (layout.output) this.#state(scene, layout.output, group.inputs.length === 2 ? ['c', 'k'] : ['h', 't'], 'output');
    // Names lie over all arcs.
    for (const part of this.parts.slice(before)) scene.append(part.label);
  }

  #state(scene, box, [text, below], kind) {
    const node = element(scene, 'g', { class: `state ${kind}` });
    element(node, 'rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 7 });
    const name = element(node, 'text', { x: box.x + box.width / 2, y: box.y + box.height / 2, 'text-anchor': 'middle', dy: '.34em' });
    name.textContent = text;
    if (below) element(name, 'tspan', { class: 'below', dy: '.35em' }).textContent = below;
  }

  #edge(node, group, layout, edge, offset) {
    const { slot } = edge;
    this.#pickable(node, group, slot, 'edge');
    const lines = slot.candidates.map(name => isNone(name) ? null : element(node, 'path', { class: `strand hue-${this.colours.hue(name)}` }));
    const tip = element(node, 'path', { class: 'tip', d: head(layout, edge) });
    element(node, 'path', { class: 'hit', d: arc(layout, edge) });
    const label = element(node, 'g', { class: 'pills' });
    const [x, y] = topOf(layout, edge);
    const part = { slot, node, label, at: [x + offset[0], y + offset[1]] };
    part.show = (weights, chosen) => {
      const scale = ribbon / Math.max(1, weights.reduce((sum, w) => sum + w, 0));
      const own = weights.reduce((sum, w, k) => lines[k] ? sum + w : sum, 0) * scale;
      let from = -own / 2;
      lines.forEach((line, k) => {
        if (!line) return;
        const wide = (weights[k] ?? 0) * scale;
        look(line, chosen.has(k), weights[k] ?? 0, wide, arc(layout, edge, from + wide / 2));
        from += wide;
      });
      tip.setAttribute('class', chosen.size ? `tip hue-${this.colours.hue(slot.candidates[[...chosen][0]])}` : 'tip idle');
      node.classList.toggle('chosen', chosen.size > 0);
      this.#pills(part, [x, y], chosen, weights);
      this.#say(node, group, slot, weights, chosen);
    };
    this.parts.push(part);
  }

  // The names of what is chosen, on top of the arc; only made anew when that changes.
  #pills({ label, slot }, [x, y], chosen, weights) {
    const told = [...chosen].join();
    if (label.dataset.told !== told) {
      label.dataset.told = told;
      label.replaceChildren();
      [...chosen].forEach((place, i) => {
        const name = spelled(slot.candidates[place]), width = Math.min(104, name.length * letter + 16);
        const top = y - pillHeight / 2 + (i - (chosen.size - 1) / 2) * (pillHeight + 2);
        const hue = `hue-${this.colours.hue(slot.candidates[place])}`, bar = { x: x - width / 2 + 7, y: top + pillHeight - 5, height: 2.4, rx: 1.2 };
        element(label, 'rect', { class: `pill ${hue}`, x: x - width / 2, y: top, width, height: pillHeight, rx: 6 });
        element(label, 'text', { class: 'pill-name', x, y: top + 9, 'text-anchor': 'middle', dy: '.34em' }).textContent = name;
        element(label, 'rect', { class: 'track', width: width - 14, ...bar });
        element(label, 'rect', { class: `share ${hue}`, ...bar });
      });
    }
    [...chosen].forEach((place, i) => {
      const [track, share] = [label.children[4 * i + 2], label.children[4 * i + 3]];
      share.setAttribute('width', Math.max(0.5, Number(track.getAttribute('width')) * Math.min(1, weights[place] ?? 0)));
    });
  }

  #chain(scene, group, { rows, skips }, offset) {
    for (const { slot, d } of skips) this.#skip(element(scene, 'g'), group, slot, d);
    for (const row of rows) this.#layer(element(scene, 'g'), group, row, offset);
  }

  #layer(node, group, { slot, name, joint, next, pills }, offset) {
    this.#pickable(node, group, slot, 'layer');
    const strands = pills.map((box, k) => {
      const top = [box.x + box.width / 2, box.y], bottom = [top[0], box.y + box.height];
      const hue = `hue-${this.colours.hue(slot.candidates[k])}`;
      return [strand(joint, top), strand(bottom, next)].map(d => element(node, 'path', { class: `strand ${hue}`, d }));
    });
    const boxes = pills.map((box, k) => {
      const hue = `hue-${this.colours.hue(slot.candidates[k])}`;
      element(node, 'rect', { class: 'candidate-ground', ...box, rx: 6 });
      const rect = element(node, 'rect', { class: `candidate ${hue}`, ...box, rx: 6 });
      const text = spelled(slot.candidates[k]), room = Math.floor((box.width - 8) / letter);
      element(node, 'text', { class: 'candidate-name', x: box.x + box.width / 2, y: box.y + box.height / 2, 'text-anchor': 'middle', dy: '.34em' })
        .textContent = text.length > room ? `${text.slice(0, room - 1)}…` : text;
      return rect;
    });
    element(node, 'text', { class: 'layer-name', x: name[0], y: name[1], dy: '.34em' }).textContent = spelled(slot.name);
    for (const [x, y] of [joint, next]) element(node, 'circle', { class: 'joint', cx: x, cy: y, r: 2.6 });
    const first = pills[0];
    const part = { slot, node, at: [first.x + offset[0], first.y + offset[1]] };
    part.show = (weights, chosen) => {
      boxes.forEach((rect, k) => {
        rect.setAttribute('fill-opacity', (0.06 + 0.5 * (weights[k] ?? 0)).toFixed(3));
        rect.classList.toggle('chosen', chosen.has(k));
        for (const line of strands[k]) look(line, chosen.has(k), weights[k] ?? 0, 7 * (weights[k] ?? 0));
      });
      this.#say(node, group, slot, weights, chosen);
    };
    this.parts.push(part);
  }

  #skip(node, group, slot, d) {
    this.#pickable(node, group, slot, 'edge');
    const line = element(node, 'path', { class: 'strand skip-arc', d });
    element(node, 'path', { class: 'hit', d });
    const taken = slot.candidates.length - 1;
    const part = { slot, node, at: [0, 0] };
    part.show = (weights, chosen) => {
      look(line, chosen.has(taken) && !isNone(slot.candidates[taken]), weights[taken] ?? 0, 5 * (weights[taken] ?? 0));
      this.#say(node, group, slot, weights, chosen);
    };
    this.parts.push(part);
  }

  #pickable(node, group, slot, kind) {
    node.setAttribute('class', `slot ${kind}`);
    node.setAttribute('tabindex', this.parts.length === 0 ? 0 : -1);
    node.setAttribute('role', 'img');
    node.dataset.slot = slot.index;
  }

  #say(node, group, slot, weights, chosen) {
    const names = [...chosen].map(k => `${spelled(slot.candidates[k])} ${(weights[k] ?? 0).toFixed(2)}`);
    node.setAttribute('aria-label', `${groupTitle(group.name)}, ${slotName(group, slot)}${names.length ? `: ${names.join(', ')}` : ''}`);
  }
}

function look(line, isChosen, weight, width, d) {
  line.setAttribute('stroke-width', (isChosen ? Math.max(2.2, width) : Math.max(0.4, width)).toFixed(2));
  line.setAttribute('stroke-opacity', (isChosen ? 0.95 : 0.24 + 0.56 * Math.min(1, weight)).toFixed(3));
  if (d) line.setAttribute('d', d);
}
