// What part of an axis is shown. A view is [from, to] in the axis's own values, null for all of it; an axis of choices is always shown whole.

const warp = axis => axis.kind === 'log' ? [Math.log, Math.exp] : [v => v, v => v];

// The view after zooming by a factor (less than 1 comes closer) about a value.
export function zoomed(axis, view, factor, about) {
  if (axis.kind === 'band') return null;
  const [into, out] = warp(axis);
  const [low, high] = axis.domain.map(into);
  const [from, to] = (view ?? axis.domain).map(into).map(v => into(about) + (v - into(about)) * factor);
  if (to - from >= high - low) return null;
  if (to - from < (high - low) * 1e-7) return view;
  return [out(from), out(to)];
}

// The view after moving by a share of its width.
export function moved(axis, view, share) {
  if (axis.kind === 'band') return null;
  const [into, out] = warp(axis);
  const [from, to] = (view ?? axis.domain).map(into);
  return [out(from + (to - from) * share), out(to + (to - from) * share)];
}

// The view between two pixels of a scale.
export function between(scale, a, b) {
  if (scale.axis.kind === 'band') return null;
  const ends = [scale.invert(a), scale.invert(b)];
  return ends[0] < ends[1] ? ends : ends.reverse();
}
