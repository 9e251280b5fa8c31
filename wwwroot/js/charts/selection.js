// Which trials a person looks at, one bus a study: the trial under the pointer and a set of chosen ones, told to every chart, and to the rows of
// tables that carry `data-trial`. Hovering over such a row highlights its trial in the charts.

const buses = new Map();

export function selection(studyId) {
  let bus = buses.get(studyId);
  if (!bus) buses.set(studyId, bus = new Selection(studyId));
  bus.users++;
  return bus;
}

class Selection {
  users = 0;
  hovered = null;
  chosen = null;
  #listeners = new Set();
  #aborter = new AbortController();

  constructor(studyId) {
    this.studyId = studyId;
    const options = { signal: this.#aborter.signal };
    const over = event => {
      const row = event.target.closest?.('[data-trial]');
      if (row) this.hover(Number(row.dataset.trial));
      else if (this.#fromTable) this.hover(null);
      this.#fromTable = row !== null;
    };
    for (const name of ['pointerover', 'focusin']) document.addEventListener(name, over, options);
  }

  #fromTable = false;

  // The trial of this number, or null for none.
  hover(number) {
    if (this.hovered === number) return;
    this.hovered = number;
    for (const row of document.querySelectorAll('[data-trial]')) row.classList.toggle('linked', Number(row.dataset.trial) === number);
    this.#tell();
  }

  // A set of numbers, or null for all alike.
  choose(numbers) {
    this.chosen = numbers && numbers.size > 0 ? numbers : null;
    this.#tell();
  }

  listen(callback) {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  release() {
    if (--this.users > 0) return;
    this.#aborter.abort();
    buses.delete(this.studyId);
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}
