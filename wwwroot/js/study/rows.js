// A table whose rows lead somewhere: a click in a row follows its link, the arrow keys go from link to link.
export function attach(table) {
  table.addEventListener('click', event => {
    if (event.target.closest('a, button, input, label, summary') || String(getSelection()).length > 0) return;
    event.target.closest('tbody tr')?.querySelector('td a')?.click();
  });
  table.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest('tbody tr');
    if (!step || !row) return;
    const rows = [...table.tBodies[0].rows];
    const next = rows[rows.indexOf(row) + step];
    if (!next) return;
    event.preventDefault();
    const selector = event.target.matches('input') ? 'input' : 'td a';
    next.querySelector(selector)?.focus();
  });
}
