// A perceptually even colour map: lightness rises evenly from deep violet over teal to yellow in OKLab (Ottosson, 2020), so that equal steps look
// equal, order survives in grey and for colour-blind eyes, and both themes can show it.

const steps = 256;
const [darkest, lightest] = [0.27, 0.91];
const turns = [305, 100]; // hue at the ends, in degrees
const dear = [20, 75]; // of costs: from a dark red to sand, so that a cost is never taken for a value

const table = hues => Uint8ClampedArray.from(Array.from({ length: steps }, (_, i) => colour(i / (steps - 1), hues)).flat());

export const ramp = table(turns);
export const costRamp = table(dear);

export function css(t, colours = ramp) {
  const at = 3 * index(t);
  return `rgb(${colours[at]}, ${colours[at + 1]}, ${colours[at + 2]})`;
}

export const index = t => Math.round(Math.min(1, Math.max(0, t)) * (steps - 1));

function colour(t, turns) {
  const lightness = darkest + (lightest - darkest) * t;
  const hue = (turns[0] + (turns[1] - turns[0]) * t) * Math.PI / 180;
  // As colourful as the screen allows at this lightness and hue, and never more than looks calm.
  let chroma = 0.15;
  let rgb = toRgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
  while (chroma > 0 && rgb.some(c => c < 0 || c > 1)) {
    chroma -= 0.005;
    rgb = toRgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
  }
  return rgb.map(c => 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
}

function toRgb(lightness, a, b) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3;
  return [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s];
}
