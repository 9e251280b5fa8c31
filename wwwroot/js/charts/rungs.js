// The budgets at which a scheduler compares trials: those that trials were granted, growing.
export const rungsOf = trials => [...new Set(trials.order().map(row => trials.budget[row]))].sort((a, b) => a - b);
