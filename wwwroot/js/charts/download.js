// A chart as a picture or as a table.

import { css, token } from './colours.js';

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// Repeats the paths and texts of an SVG on a canvas, in the looks the style sheet gives them.
function repeat(svg, pen) {
  for (const node of svg.querySelectorAll('path, text, rect')) {
    const style = getComputedStyle(node);
    if (style.visibility === 'hidden' || node.closest('[data-transient]')) continue;
    const opacity = Number(style.opacity);
    pen.globalAlpha = opacity;
    pen.fillStyle = style.fill;
    pen.strokeStyle = style.stroke;
    pen.lineWidth = parseFloat(style.strokeWidth) || 1;
    [pen.lineCap, pen.lineJoin] = [style.strokeLinecap, style.strokeLinejoin];
    pen.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/).map(parseFloat));
    const matrix = node.transform.baseVal.consolidate()?.matrix;
    pen.save();
    if (matrix) pen.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
    if (node.tagName === 'text') {
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      pen.textAlign = { middle: 'center', end: 'right' }[style.textAnchor] ?? 'left';
      const drop = node.getAttribute('dy') ? 0.32 * parseFloat(style.fontSize) : 0;
      pen.fillText(node.textContent, Number(node.getAttribute('x')), Number(node.getAttribute('y')) + drop);
    } else {
      const path = node.tagName === 'rect' ? new Path2D() : new Path2D(node.getAttribute('d') ?? '');
      if (node.tagName === 'rect') path.rect(...['x', 'y', 'width', 'height'].map(a => Number(node.getAttribute(a))));
      pen.globalAlpha = opacity * Number(style.fillOpacity);
      if (style.fill !== 'none') pen.fill(path);
      pen.globalAlpha = opacity * Number(style.strokeOpacity);
      if (style.stroke !== 'none') pen.stroke(path);
    }
    pen.restore();
  }
  pen.globalAlpha = 1;
}

const looks = ['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity',
  'font-family', 'font-size', 'font-weight', 'text-anchor'];
const head = 34; // pixels for the title

// The SVG with the looks that the style sheet gives it, above what the canvas shows.
export function saveDrawing(canvas, svg, title, name) {
  const { width, height } = svg.viewBox.baseVal;
  const copy = svg.cloneNode(true);
  const [from, to] = [svg, copy].map(s => [...s.querySelectorAll('*')]);
  from.forEach((node, i) => {
    const style = getComputedStyle(node);
    for (const look of looks) to[i].style.setProperty(look, style.getPropertyValue(look));
    to[i].removeAttribute('class');
  });
  const namespace = svg.namespaceURI, sheet = document.createElementNS(namespace, 'svg');
  const put = (tag, attributes, text = '') => {
    const node = document.createElementNS(namespace, tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.textContent = text;
    sheet.append(node);
  };
  for (const [key, value] of Object.entries({ viewBox: `0 0 ${width} ${height + head}`, width, height: height + head })) sheet.setAttribute(key, value);
  put('rect', { width, height: height + head, fill: css(token('chart-surface')) });
  put('text', { x: 12, y: 22, fill: css(token('chart-ink')), style: 'font: 600 14px system-ui, sans-serif' }, title);
  put('image', { href: canvas.toDataURL(), y: head, width, height });
  for (const [key, value] of Object.entries({ y: head, width, height })) copy.setAttribute(key, value);
  sheet.append(copy);
  save(new Blob([new XMLSerializer().serializeToString(sheet)], { type: 'image/svg+xml' }), `${name}.svg`);
}

export async function savePicture(canvas, svg, ratio, title, name) {
  const sheet = new OffscreenCanvas(canvas.width, canvas.height + head * ratio);
  const pen = sheet.getContext('2d');
  pen.fillStyle = css(token('chart-surface'));
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.drawImage(canvas, 0, head * ratio);
  pen.scale(ratio, ratio);
  pen.fillStyle = css(token('chart-ink'));
  pen.font = '600 14px system-ui, sans-serif';
  pen.fillText(title, 12, 22);
  pen.translate(0, head);
  repeat(svg, pen);
  save(await sheet.convertToBlob({ type: 'image/png' }), `${name}.png`);
}

// RFC 4180; a cell that a spreadsheet would take for a formula is quoted by an apostrophe.
export function saveTable(header, rows, name) {
  const cell = value => {
    const text = value === null || value === undefined || Number.isNaN(value) ? '' : String(value);
    const safe = typeof value === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [header, ...rows].map(row => row.map(cell).join(','));
  save(new Blob([lines.join('\r\n') + '\r\n'], { type: 'text/csv' }), `${name}.csv`);
}
