import type { StepSums } from '../engine/kernel.ts';
import type { Rows } from '../parallel/rows.ts';

/**
 * Gives every cluster without weight the row that lies farthest from its own centroid, as scikit-learn does; ties go to the earlier row,
 * and the last row of a cluster is never taken. Changes `step` in place.
 * @returns how many clusters were given a row.
 */
export function relocateEmpty(rows: Rows, weights: Float64Array, step: StepSums): number {
  const empty = [...step.totals.keys()].filter((c) => step.members[c] === 0);
  if (empty.length === 0) return 0;
  const labels = rows.labels();
  const distances = rows.labelDistances();
  const members = step.members.slice();
  const farthest = [...distances.keys()].filter((i) => weights[i] > 0).sort((a, b) => distances[b] - distances[a] || a - b);
  let next = 0;
  for (const cluster of empty) {
    while (next < farthest.length && members[labels[farthest[next]]] < 2) next++;
    if (next === farthest.length) return empty.indexOf(cluster);
    moveRow(rows, farthest[next], weights[farthest[next]], labels[farthest[next]], cluster, step);
    members[labels[farthest[next++]]]--;
  }
  return empty.length;
}

function moveRow(rows: Rows, row: number, weight: number, from: number, to: number, { sums, totals }: StepSums): void {
  const { columns } = rows;
  rows.row(row).forEach((value, column) => {
    sums[from * columns + column] -= weight * value;
    sums[to * columns + column] = weight * value;
  });
  totals[from] -= weight;
  totals[to] = weight;
}
