// The study under definition survives a reload: it is kept in this browser until it is created or given up.
const key = 'studio-new-study';

export function load() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function save(draft) {
  try {
    localStorage.setItem(key, draft);
  } catch {
    // A browser without storage, or a full one: the draft then lives as long as the page.
  }
}

export function clear() {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
