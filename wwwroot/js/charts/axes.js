// Axes as text in SVG and grid lines on the canvas; the area is { left, right, top, bottom }.

import { element } from './svg.js';
import { number } from './scales.js';

const fit = (text, room) => text.length > room ? text.slice(0, Math.max(1, room - 1)) + '…' : text;

export function label(scale, tick) {
  return scale.format ? scale.format(tick) : scale.axis.kind === 'band' ? String(tick) : (scale.axis.text ?? number)(tick);
}

function text(svg, words, attributes) {
  const node = element(svg, 'text', attributes);
  node.textContent = words;
  return node;
}

export function yAxis(svg, pen, scale, area, colours) {
  const ticks = scale.ticks(Math.max(2, Math.floor((area.bottom - area.top) / 40)));
  const room = scale.axis.kind === 'band' ? Math.floor((area.left - 12) / 6.4) : 99;
  pen.strokeStyle = colours.grid;
  pen.lineWidth = 1;
  pen.beginPath();
  // Names that stand closer than a line of text leave every other out.
  const each = scale.axis.kind === 'band' ? Math.ceil(12 / Math.max(1, Math.abs(scale.width))) : 1;
  for (const [i, tick] of ticks.entries()) {
    const y = Math.round(scale(tick)) + 0.5;
    if (y < area.top - 1 || y > area.bottom + 1) continue;
    pen.moveTo(area.left, y);
    pen.lineTo(area.right, y);
    if (i % each === 0) text(svg, fit(label(scale, tick), room), { class: 'tick', x: area.left - 8, y, 'text-anchor': 'end', dy: '.32em' });
  }
  pen.stroke();
  if (scale.axis.title) text(svg, fit(scale.axis.title, Math.floor((area.right - area.left) / 6)), { class: 'axis-title', x: area.left, y: area.top - 9 });
}

export function xAxis(svg, pen, scale, area, colours) {
  const width = area.right - area.left;
  const ticks = scale.ticks(Math.max(2, Math.floor(width / (scale.format ? 96 : width < 300 ? 52 : 76))));
  const room = scale.width ? Math.max(2, Math.floor(scale.width / 6.4)) : 99;
  pen.strokeStyle = colours.edge;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(area.left, area.bottom + 0.5);
  pen.lineTo(area.right, area.bottom + 0.5);
  const stride = scale.width && scale.width < 14 ? Math.ceil(14 / scale.width) : 1;
  ticks.forEach((tick, i) => {
    const x = Math.round(scale(tick)) + 0.5;
    if (x < area.left - 1 || x > area.right + 1 || i % stride > 0) return;
    pen.moveTo(x, area.bottom);
    pen.lineTo(x, area.bottom + 4);
    text(svg, fit(label(scale, tick), room * stride), { class: 'tick', x, y: area.bottom + 17, 'text-anchor': 'middle' });
  });
  pen.stroke();
  if (scale.axis.title) text(svg, fit(scale.axis.title, Math.floor(width / 6)), { class: 'axis-title', x: area.right, y: area.bottom + 33, 'text-anchor': 'end' });
}
