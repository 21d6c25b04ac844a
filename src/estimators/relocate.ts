import type { Weights } from '../core/types.ts';
import type { StepSums } from '../engine/kernel.ts';
import type { Rows } from '../parallel/rows.ts';

/**
 * Gives every cluster without weight the row that lies farthest from its own centroid, as scikit-learn does; ties go to the earlier row,
 * and the last row of a cluster is never taken.
 * @returns the sums after that, and how many clusters were given a row.
 */
export function relocateEmpty(rows: Rows, weights: Weights, found: StepSums): Relocated | Promise<Relocated> {
  return found.members.includes(0) ? relocate(rows, weights, found) : { step: found, moved: 0 };
}

interface Relocated {
  readonly step: StepSums;
  readonly moved: number;
}

async function relocate(rows: Rows, weights: Weights, found: StepSums): Promise<Relocated> {
  const empty = [...found.totals.keys()].filter((c) => found.members[c] === 0);
  const { sums, totals, members: counted, touched } = found;
  const step = { ...found, sums: sums.slice(), totals: totals.slice(), touched: touched.slice().fill(1) };
  const labels = await rows.labels();
  const distances = await rows.labelDistances();
  const members = counted.slice();
  const farthest = [...distances.keys()].filter((i) => weights[i] > 0).sort((a, b) => distances[b] - distances[a] || a - b);
  let next = 0;
  for (const cluster of empty) {
    while (next < farthest.length && members[labels[farthest[next]]] < 2) next++;
    if (next === farthest.length) return { step, moved: empty.indexOf(cluster) };
    const row = farthest[next++];
    moveRow(await rows.row(row), weights[row], labels[row], cluster, step);
    members[labels[row]]--;
  }
  return { step, moved: empty.length };
}

function moveRow(row: Float32Array, weight: number, from: number, to: number, { sums, totals }: StepSums): void {
  const columns = row.length;
  row.forEach((value, column) => {
    sums[from * columns + column] -= weight * value;
    sums[to * columns + column] = weight * value;
  });
  totals[from] -= weight;
  totals[to] = weight;
}
