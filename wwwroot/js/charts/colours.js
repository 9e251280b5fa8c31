// Colours for canvases: the theme's custom properties, and a ramp from the worst value to the best that keeps its order for colour-blind eyes.

// Stops of viridis, dark to light (Smith and van der Walt, 2015).
const viridis = [[68, 1, 84], [72, 40, 120], [62, 74, 137], [49, 104, 142], [38, 130, 142], [31, 158, 137], [53, 183, 121], [110, 206, 88],
  [181, 222, 43], [253, 231, 37]];

export const isDark = () => document.documentElement.dataset.theme === 'dark';

// The value of a custom property of charts.css as red, green, blue.
export function token(name) {
  const text = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  return [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16));
}

export const css = ([r, g, b], alpha = 1) => `rgba(${Math.round(r)}, ${Math.round(g)}, ${Math.round(b)}, ${alpha})`;

// 0 is the worst value, 1 the best: the best stands out from the ground, so that it is the dark end on a light ground.
export function ramp(goodness) {
  const t = Math.min(1, Math.max(0, isDark() ? 0.08 + 0.92 * goodness : 0.93 * (1 - goodness)));
  const at = t * (viridis.length - 1);
  const below = Math.min(viridis.length - 2, Math.floor(at));
  return viridis[below].map((c, i) => c + (viridis[below + 1][i] - c) * (at - below));
}

export const rampLevels = 64;

// The ramp in steps, for drawing many things of one colour at once.
export const rampTable = () => Array.from({ length: rampLevels }, (_, i) => ramp(i / (rampLevels - 1)));
