// The front of trials with several objectives: those that no other dominates, of equal ones all.

// Rows on the front, by the first objective from the best to the worst. Objectives are [values, sign], with sign −1 where larger is better.
export function frontOf(rows, objectives) {
  const order = Array.from(rows).sort((a, b) => {
    for (const [values, sign] of objectives) if (values[a] !== values[b]) return sign * (values[a] - values[b]);
    return a - b;
  });
  const dominates = (a, b) => {
    let better = false;
    for (const [values, sign] of objectives) {
      if (sign * values[a] > sign * values[b]) return false;
      better ||= values[a] !== values[b];
    }
    return better;
  };
  // In this order nothing is dominated by what comes later; with two objectives it is enough to look at the last one found.
  const front = [];
  for (const row of order) {
    const isDominated = objectives.length === 2 ? front.length > 0 && dominates(front.at(-1), row) : front.some(other => dominates(other, row));
    if (!isDominated) front.push(row);
  }
  return front;
}

// The corners [value across, value up] of the line that bounds what the front dominates, from the first of its rows to the last.
export function stairs(front, [across, acrossSign], [up]) {
  const corners = [];
  for (const row of front) {
    const last = corners.at(-1);
    if (last) corners.push(acrossSign * (across[row] - last[0]) > 0 ? [across[row], last[1]] : [last[0], up[row]]);
    corners.push([across[row], up[row]]);
  }
  return corners;
}
