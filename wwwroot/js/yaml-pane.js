// The text of a study beside its form.

// The line numbers scroll with the text.
export function follow(area, gutter) {
  area.addEventListener('scroll', () => { gutter.scrollTop = area.scrollTop; }, { passive: true });
}

// Selects a line, counted from 1, and brings it into view.
export function reveal(area, line) {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 3) * height);
}

// Hands a text over as a file.
export function save(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
