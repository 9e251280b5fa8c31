// Light or dark: the person's choice, or the system's until one is made.

const key = 'studio-theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const root = document.documentElement;

// Tells the page which one holds now, and again whenever the system changes its mind while no choice is kept.
export function watch(page) {
  const follow = () => {
    if (localStorage.getItem(key)) return;
    apply(system.matches);
    page.invokeMethodAsync('ThemeChanged', system.matches);
  };
  system.addEventListener('change', follow);
  // The system may have changed its mind since the first paint, when nobody listened yet.
  if (!localStorage.getItem(key)) apply(system.matches);
  return { isDark: () => root.dataset.theme === 'dark', dispose: () => system.removeEventListener('change', follow) };
}

export function choose(dark) {
  localStorage.setItem(key, dark ? 'dark' : 'light');
  apply(dark);
}

function apply(dark) {
  root.dataset.theme = dark ? 'dark' : 'light';
}
