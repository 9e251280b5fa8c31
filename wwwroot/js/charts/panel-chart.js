// A chart of one or more panels with an x and a y axis each: zoom that survives updates, hovering that is linked, choosing by a box.

import { t } from '../texts.js';
import { xAxis, yAxis } from './axes.js';
import { css, token } from './colours.js';
import { iconButton } from './controls.js';
import { Gestures } from './gestures.js';
import { Points } from './points.js';
import { scaleOf } from './scales.js';
import { StudyChart } from './study-chart.js';
import { element } from './svg.js';

const reach = 24; // pixels from which a mark is found

export class PanelChart extends StudyChart {
  panels = [];
  views = new Map();
  points = new Points();
  pointed = null;

  setup() {
    this.gestures = new Gestures(this);
    const modes = { zoom: t('Drag to zoom'), pan: t('Drag to move (or hold Shift)'), select: t('Drag to choose trials (or hold Alt)') };
    const buttons = Object.entries(modes).map(([mode, title]) => [mode, iconButton(this.tools, mode, title, () => pick(mode), this.signal)]);
    const pick = this.take = mode => {
      this.gestures.mode = this.stage.dataset.mode = mode;
      for (const [name, button] of buttons) button.setAttribute('aria-pressed', String(name === mode));
    };
    pick('zoom');
    this.resetButton = iconButton(this.tools, 'reset', t('Show everything (double click)'), () => this.reset(), this.signal);
    this.resetButton.disabled = true;
  }

  // Subclasses give layout() → [{ key, area, x: axis, y: axis }], paint(panel, pen) for lines and mark(panel) for points; mark() leaves in
  // panel.placed where its marks lie, { count, x, y, row }, for who points at them.
  draw() {
    this.began = performance.now();
    const lack = this.lack();
    this.say(lack);
    this.panels = lack ? [] : this.layout();
    this.points.begin(this.canvas, this.ratio);
    for (const panel of this.panels) {
      const view = this.viewOf(panel), { area } = panel;
      panel.x = scaleOf(panel.x, [area.left, area.right], view.x ?? panel.x.domain);
      panel.y = scaleOf(panel.y, [area.bottom, area.top], view.y ?? panel.y.domain);
      yAxis(this.axes, this.pen, panel.y, area, this.colours);
      xAxis(this.axes, this.pen, panel.x, area, this.colours);
      this.within(panel, this.pen, () => this.under?.(panel, this.pen));
      this.mark?.(panel);
    }
    this.points.flush(this.pen);
    for (const panel of this.panels) this.within(panel, this.pen, () => this.paint?.(panel, this.pen));
    if (!lack) this.tell(this.panels.reduce((sum, p) => sum + (p.placed?.count ?? 0), 0));
  }

  within({ area }, pen, act) {
    pen.save();
    pen.beginPath();
    pen.rect(area.left, area.top - 2, area.right - area.left, area.bottom - area.top + 3);
    pen.clip();
    act();
    pen.restore();
  }

  panelAt(x, y) {
    return this.panels.find(({ area: a }) => x >= a.left - 8 && x <= a.right + 8 && y >= a.top - 8 && y <= a.bottom + 8);
  }

  panelInFocus() {
    return this.pointed ?? this.panels[0];
  }

  viewOf(panel) {
    return this.views.get(panel.key) ?? { x: null, y: null };
  }

  look(panel, view) {
    if (view.x || view.y) this.views.set(panel.key, view);
    else this.views.delete(panel.key);
    this.#zoomChanged();
  }

  reset() {
    this.views.clear();
    this.#zoomChanged();
  }

  #zoomChanged() {
    this.resetButton.disabled = this.views.size === 0;
    this.root.dataset.zoomed = String(this.views.size > 0);
    this.hide();
    this.redraw();
  }

  point(x, y) {
    const panel = this.panelAt(x, y);
    const found = panel ? this.pick(panel, x, y) : -1;
    if (found < 0) return this.unpoint();
    this.focusOn(panel, found);
  }

  // Index of the mark at a pixel, or −1.
  pick({ placed }, x, y) {
    if (!placed) return -1;
    let nearest = -1, least = reach * reach;
    for (let i = 0; i < placed.count; i++) {
      const distance = (placed.x[i] - x) ** 2 + (placed.y[i] - y) ** 2;
      if (distance < least) [nearest, least] = [i, distance];
    }
    return nearest;
  }

  focusOn(panel, index) {
    const { placed } = panel, row = placed.row[index];
    this.pointed = panel;
    this.index = index;
    this.bus.hover(this.source.trials.number[row]);
    this.show(placed.x[index], placed.y[index], ...this.describe(row));
    this.refresh();
  }

  unpoint() {
    if (!this.pointed) return;
    this.pointed = null;
    this.hide();
    this.bus.hover(null);
  }

  escape() {
    this.unpoint();
    this.bus.choose(null);
  }

  step(move) {
    const panel = this.panelInFocus(), count = panel?.placed?.count ?? 0;
    if (count === 0) return;
    const from = this.pointed ? this.index : this.index ?? (move > 0 ? -1 : count);
    this.focusOn(panel, Math.max(0, Math.min(count - 1, from + move)));
  }

  chooseWithin({ placed }, box) {
    if (!placed) return;
    const numbers = new Set();
    for (let i = 0; i < placed.count; i++) {
      const isIn = placed.x[i] >= box.left && placed.x[i] <= box.right && placed.y[i] >= box.top && placed.y[i] <= box.bottom;
      if (isIn) numbers.add(this.source.trials.number[placed.row[i]]);
    }
    this.bus.choose(numbers);
  }

  // What is chosen stands out, the rest steps back; the trial under the pointer, of this chart or another, wears a ring.
  highlight(pen) {
    const { chosen, hovered } = this.bus;
    this.stage.classList.toggle('dimmed', chosen !== null);
    this.root.dataset.chosen = chosen?.size ?? 0;
    const row = hovered === null ? -1 : this.source.trials.rowOf(hovered);
    this.root.dataset.hovered = row < 0 ? '' : hovered;
    for (const panel of this.panels) {
      if (!panel.placed) continue;
      if (chosen) this.within(panel, pen, () => this.#spots(panel, pen, chosen));
      if (row >= 0) this.ring(panel, row);
    }
  }

  ring({ area, placed }, row) {
    const i = placed.row.indexOf(row);
    if (i < 0 || i >= placed.count) return;
    const [x, y] = [placed.x[i], placed.y[i]];
    if (x < area.left - 1 || x > area.right + 1 || y < area.top - 1 || y > area.bottom + 1) return;
    element(this.marker, 'path', { class: 'crosshair', d: `M${area.left} ${y}H${area.right}M${x} ${area.top}V${area.bottom}` });
    element(this.marker, 'circle', { class: 'focus-mark', cx: x, cy: y, r: 6 });
  }

  #spots({ placed }, pen, chosen) {
    const { number } = this.source.trials;
    pen.fillStyle = css(token('chart-best'));
    for (let i = 0; i < placed.count; i++) {
      if (chosen.has(number[placed.row[i]])) pen.fillRect(placed.x[i] - 2.5, placed.y[i] - 2.5, 5, 5);
    }
  }
}
