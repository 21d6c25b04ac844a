import { invalidInput } from '../core/errors.ts';
import { log } from '../core/log.ts';

/** How well labels agree with a ground truth; 1 is perfect agreement for each. */
export interface ExternalScores {
  /** Rand index, adjusted for chance (Hubert & Arabie 1985): 0 for random labels, may be negative. */
  readonly adjustedRand: number;
  /** Mutual information, adjusted for chance, arithmetic mean (Vinh, Epps & Bailey 2010): 0 for random labels. */
  readonly adjustedMutualInformation: number;
  /** Do clusters hold one class each? 0 to 1 (Rosenberg & Hirschberg 2007). */
  readonly homogeneity: number;
  /** Are classes kept in one cluster each? 0 to 1. */
  readonly completeness: number;
  /** Harmonic mean of homogeneity and completeness. */
  readonly vMeasure: number;
  /** Share of rows that are of their cluster's most frequent class. */
  readonly purity: number;
}

/** Classes × clusters: how many rows fall together. */
interface Contingency {
  readonly rows: number;
  readonly classes: Float64Array;
  readonly clusters: Float64Array;
  /** [class, cluster, rows] of every pair that occurs. */
  readonly cells: readonly (readonly [number, number, number])[];
}

/**
 * Compares labels with a ground truth, row by row.
 * @throws `INVALID_INPUT` when the two differ in length or are empty.
 */
export function externalScores(truth: ArrayLike<string | number>, labels: ArrayLike<number>): ExternalScores {
  if (truth.length !== labels.length || truth.length === 0) {
    throw invalidInput('truth does not match the rows', {
      field: 'truth',
      expected: `${labels.length} values`,
      received: `${truth.length}`,
    });
  }
  const table = contingency(truth, labels);
  const classEntropy = entropy(table.classes, table.rows);
  const clusterEntropy = entropy(table.clusters, table.rows);
  const information = mutualInformation(table);
  const homogeneity = classEntropy === 0 ? 1 : information / classEntropy;
  const completeness = clusterEntropy === 0 ? 1 : information / clusterEntropy;
  return {
    adjustedRand: adjustedRand(table),
    adjustedMutualInformation: adjustedMutualInformation(table, information, (classEntropy + clusterEntropy) / 2),
    homogeneity,
    completeness,
    vMeasure: homogeneity + completeness === 0 ? 0 : (2 * homogeneity * completeness) / (homogeneity + completeness),
    purity: purity(table),
  };
}

function contingency(truth: ArrayLike<string | number>, labels: ArrayLike<number>): Contingency {
  const classNumbers = new Map<string | number, number>();
  const clusterNumbers = new Map<number, number>();
  const counts = new Map<number, number>();
  const numberOf = <Key>(map: Map<Key, number>, key: Key): number => {
    const known = map.get(key);
    if (known === undefined) map.set(key, map.size);
    return known ?? map.size - 1;
  };
  for (let i = 0; i < truth.length; i++) {
    const key = numberOf(classNumbers, truth[i]) * 2 ** 26 + numberOf(clusterNumbers, labels[i]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const classes = new Float64Array(classNumbers.size);
  const clusters = new Float64Array(clusterNumbers.size);
  const cells = [...counts].map(([key, count]) => [Math.floor(key / 2 ** 26), key % 2 ** 26, count] as const);
  for (const [row, column, count] of cells) {
    classes[row] += count;
    clusters[column] += count;
  }
  return { rows: truth.length, classes, clusters, cells };
}

function entropy(sizes: Float64Array, rows: number): number {
  let sum = 0;
  for (const size of sizes) sum -= (size / rows) * log(size / rows);
  return sizes.length === 1 ? 0 : sum;
}

function mutualInformation({ rows, classes, clusters, cells }: Contingency): number {
  let sum = 0;
  for (const [row, column, count] of cells) sum += (count / rows) * (log(count / classes[row]) - log(clusters[column] / rows));
  return Math.max(0, sum);
}

function adjustedRand({ rows, classes, clusters, cells }: Contingency): number {
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const inBoth = cells.reduce((sum, [, , count]) => sum + pairs(count), 0);
  const inClass = classes.reduce((sum, count) => sum + pairs(count), 0);
  const inCluster = clusters.reduce((sum, count) => sum + pairs(count), 0);
  const expected = rows > 1 ? (inClass * inCluster) / pairs(rows) : 0;
  const most = (inClass + inCluster) / 2;
  return most === expected ? 1 : (inBoth - expected) / (most - expected);
}

function adjustedMutualInformation(table: Contingency, information: number, meanEntropy: number): number {
  const { rows, classes, clusters } = table;
  // one class and one cluster, or each row its own in both: perfect agreement, where the quotient is 0 / 0
  if (classes.length === clusters.length && (classes.length === 1 || classes.length === rows)) return 1;
  const expected = expectedInformation(table);
  const range = meanEntropy - expected;
  const least = 2 ** -52;
  return (information - expected) / (range < 0 ? Math.min(range, -least) : Math.max(range, least));
}

/** Expected mutual information of two random partitions with these sizes; equal sizes are worked out once. */
function expectedInformation({ rows, classes, clusters }: Contingency): number {
  const logFactorial = new Float64Array(rows + 1);
  const logs = new Float64Array(rows + 1);
  for (let i = 1; i <= rows; i++) {
    logs[i] = log(i);
    logFactorial[i] = logFactorial[i - 1] + logs[i];
  }
  const classSizes = countSizes(classes);
  const clusterSizes = countSizes(clusters);
  let sum = 0;
  for (const [a, aTimes] of classSizes) {
    for (const [b, bTimes] of clusterSizes) {
      const fixed = logFactorial[a] + logFactorial[b] + logFactorial[rows - a] + logFactorial[rows - b] - logFactorial[rows];
      let part = 0;
      for (let both = Math.max(1, a + b - rows); both <= Math.min(a, b); both++) {
        const ways = logFactorial[both] + logFactorial[a - both] + logFactorial[b - both] + logFactorial[rows - a - b + both];
        part += (both / rows) * (logs[rows] + logs[both] - logs[a] - logs[b]) * Math.exp(fixed - ways);
      }
      sum += part * aTimes * bTimes;
    }
  }
  return sum;
}

function countSizes(sizes: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  return counts;
}

function purity({ rows, clusters, cells }: Contingency): number {
  const most = new Float64Array(clusters.length);
  for (const [, column, count] of cells) most[column] = Math.max(most[column], count);
  return most.reduce((sum, count) => sum + count, 0) / rows;
}
