// Runs before the first paint, so that a dark page never flashes light. The choice is kept in the browser; without one the system decides.
document.documentElement.dataset.theme = localStorage.getItem('studio-theme')
  ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
