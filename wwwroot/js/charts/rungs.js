// The budgets at which a scheduler compares trials: those that candidates were granted, growing.
export const rungsOf = trials => [...new Set(Array.from(trials.order()).filter(row => Number.isNaN(trials.search[row])).map(row => trials.budget[row]))].sort((a, b) => a - b);
