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
    pen.globalAlpha = Number(style.opacity);
    pen.fillStyle = style.fill;
    pen.strokeStyle = style.stroke;
    pen.lineWidth = parseFloat(style.strokeWidth) || 1;
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
      if (style.fill !== 'none') pen.fill(path);
      if (style.stroke !== 'none') pen.stroke(path);
    }
    pen.restore();
  }
  pen.globalAlpha = 1;
}

export async function savePicture(canvas, svg, ratio, title, name) {
  const head = 34;
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
