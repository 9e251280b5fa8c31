// The layout of a table, kept in this browser. A browser that keeps nothing shows the usual layout.
export function load(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return Array.isArray(kept) && kept.every(k => typeof k === 'string') ? kept : null;
  } catch {
    return null;
  }
}

export function save(key, keys) {
  try {
    if (keys) localStorage.setItem(key, JSON.stringify(keys));
    else localStorage.removeItem(key);
  } catch {
    // Storage is full or forbidden: the layout holds until the page is left.
  }
}
