// Brings a field into view and puts the cursor into it; a group gives it to its first field.
export function focus(id) {
  for (let name = id; name.includes('-'); name = name.slice(0, name.lastIndexOf('-'))) {
    const node = document.getElementById(name);
    if (!node) continue;
    node.scrollIntoView({ block: 'center' });
    (node.matches('input, select, textarea') ? node : node.querySelector('input, select, textarea'))?.focus({ preventScroll: true });
    return;
  }
}
