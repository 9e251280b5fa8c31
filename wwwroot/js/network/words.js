// What is said of a network: figures, shapes, the panel of a box, the table of all.

import { t } from '../texts.js';

export const whole = value => value.toLocaleString('en');

export function short(value) {
  for (const [size, unit] of [[1e9, ' G'], [1e6, ' M'], [1e3, ' k']])
    if (value >= size) return (value / size).toPrecision(3) + unit;
  return String(value);
}

export const shape = sizes => sizes.join('×');

export const shapes = node => node.input_shapes.length ? `${node.input_shapes.map(shape).join(' + ')} → ${shape(node.shape)}` : shape(node.shape);

export const spoken = node => [node.label, node.detail, shapes(node), node.parameters ? t('{0} parameters', whole(node.parameters)) : null]
  .filter(Boolean).join(', ');

export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

function facts(rows) {
  const list = make('dl', { class: 'network-facts' });
  for (const [name, value, share] of rows) {
    const dd = make('dd', {}, String(value));
    if (share > 0) dd.append(bar(share));
    list.append(make('div', {}, make('dt', {}, name), dd));
  }
  return list;
}

function bar(share) {
  const fill = make('i');
  fill.style.width = `${Math.max(1.5, share * 100)}%`;
  return make('span', { class: 'share', 'aria-hidden': 'true' }, fill);
}

// The panel: one box, or the network as a whole.
export function panel(network, node, unfold) {
  const { totals } = network;
  if (!node) {
    return [make('h3', {}, t('Whole network')), facts([
      [t('operations'), whole(totals.operations)], [t('parameters'), whole(totals.parameters)],
      [t('multiply-adds'), whole(totals.multiply_adds)], [t('activations'), whole(totals.activations)],
    ]), make('p', { class: 'fine-print' }, t('Pick a box to see what it does. Arrow keys walk along the connections.'))];
  }
  const rows = [[t('output'), shape(node.shape)]];
  if (node.input_shapes.length) rows.unshift([t('takes'), node.input_shapes.map(shape).join(' + ')]);
  if (node.family !== 'input' && node.family !== 'output') rows.push(
    [t('parameters'), whole(node.parameters), node.parameters / totals.parameters],
    [t('multiply-adds'), whole(node.multiply_adds), node.multiply_adds / totals.multiply_adds]);
  const attributes = Object.entries(node.attributes).map(([name, value]) =>
    [name.replaceAll('_', ' '), Array.isArray(value) ? value.map(v => Number(v.toPrecision(4))).join(', ') : String(value)]);
  const parts = [make('h3', {}, node.label), make('code', { class: 'fine-print' }, node.id), facts(rows)];
  if (node.detail) parts.splice(1, 0, make('p', { class: 'muted' }, node.detail));
  if (attributes.length) parts.push(make('h4', {}, t('Attributes')), facts(attributes));
  if (node.op === 'repeat' || node.repeat) {
    const once = network.repeats.find(r => r.id === (node.op === 'repeat' ? node.id : node.repeat))?.count === 1;
    const words = node.op === 'repeat' ? (once ? t('Show what is inside') : t('Show all of them')) : once ? t('Fold this part') : t('Fold the repeats');
    const button = make('button', { type: 'button', class: 'button small' }, words);
    button.addEventListener('click', () => unfold(node.op === 'repeat' ? node.id : node.repeat));
    parts.push(button);
  }
  return parts;
}

export function table(network, select) {
  const head = [t('Layer'), t('Operation'), t('Takes from'), t('Output'), t('Parameters'), t('Multiply-adds')];
  const body = make('tbody');
  for (const node of network.nodes) {
    const name = make('button', { type: 'button', class: 'link-button' }, node.id.replace('$', ''));
    name.addEventListener('click', () => select(node.id));
    body.append(make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, node.detail ? `${node.label}: ${node.detail}` : node.label),
      make('td', { class: 'muted' }, node.inputs.join(', ')), make('td', {}, shape(node.shape)),
      make('td', { class: 'numeric' }, whole(node.parameters)), make('td', { class: 'numeric' }, whole(node.multiply_adds))));
  }
  const row = make('tr', {}, ...head.map((text, i) => make('th', { scope: 'col', ...(i > 3 ? { class: 'numeric' } : {}) }, text)));
  return make('table', {}, make('thead', {}, row), body);
}
