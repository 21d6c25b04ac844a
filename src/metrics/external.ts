import { log } from '../core/log.ts';
import { type CrossTable, crossTabulate, type Label } from './contingency.ts';

/** How well labels agree with a ground truth; 1 is perfect agreement for each. */
export interface ExternalScores {
  /** Rand index, adjusted for chance (Hubert & Arabie 1985): 0 for random labels, may be negative. */
  readonly adjustedRand: number;
  /** Mutual information, adjusted for chance, arithmetic mean (Vinh, Epps & Bailey 2010): 0 for random labels. */
  readonly adjustedMutualInformation: number;
  /** Mutual information over the arithmetic mean of the entropies, 0 to 1: the V-measure by another name. */
  readonly normalizedMutualInformation: number;
  /** Do clusters hold one class each? 0 to 1 (Rosenberg & Hirschberg 2007). */
  readonly homogeneity: number;
  /** Are classes kept in one cluster each? 0 to 1. */
  readonly completeness: number;
  /** Harmonic mean of homogeneity and completeness. */
  readonly vMeasure: number;
  /** Share of rows that are of their cluster's most frequent class. */
  readonly purity: number;
}

/**
 * Compares labels with a ground truth, row by row; -1, unknown, is a label like any other, so that all unknown rows count as one cluster.
 * @param truth One class a row, words or numbers. @param labels One cluster a row.
 * @throws `INVALID_INPUT` when the two differ in length or are empty, or naming the row of a value that is neither a string nor a finite number.
 */
export function externalScores(truth: ArrayLike<Label>, labels: ArrayLike<Label>): ExternalScores {
  return scoresOf(crossTabulate(truth, labels));
}

/** The scores of a table. */
export function scoresOf(table: CrossTable): ExternalScores {
  const classEntropy = entropy(table.classSizes, table.rows);
  const clusterEntropy = entropy(table.clusterSizes, table.rows);
  const information = mutualInformation(table);
  const homogeneity = classEntropy === 0 ? 1 : information / classEntropy;
  const completeness = clusterEntropy === 0 ? 1 : information / clusterEntropy;
  const vMeasure = homogeneity + completeness === 0 ? 0 : (2 * homogeneity * completeness) / (homogeneity + completeness);
  return {
    adjustedRand: adjustedRand(table),
    adjustedMutualInformation: adjustedMutualInformation(table, information, (classEntropy + clusterEntropy) / 2),
    normalizedMutualInformation: vMeasure,
    homogeneity,
    completeness,
    vMeasure,
    purity: purity(table),
  };
}

function entropy(sizes: Float64Array, rows: number): number {
  let sum = 0;
  for (const size of sizes) sum -= (size / rows) * log(size / rows);
  return sizes.length === 1 ? 0 : sum;
}

function mutualInformation({ rows, classSizes, clusterSizes, cells }: CrossTable): number {
  let sum = 0;
  for (const [row, column, count] of cells) sum += (count / rows) * (log(count / classSizes[row]) - log(clusterSizes[column] / rows));
  return Math.max(0, sum);
}

function adjustedRand({ rows, classSizes, clusterSizes, cells }: CrossTable): number {
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const inBoth = cells.reduce((sum, [, , count]) => sum + pairs(count), 0);
  const inClass = classSizes.reduce((sum, count) => sum + pairs(count), 0);
  const inCluster = clusterSizes.reduce((sum, count) => sum + pairs(count), 0);
  const expected = rows > 1 ? (inClass * inCluster) / pairs(rows) : 0;
  const most = (inClass + inCluster) / 2;
  return most === expected ? 1 : (inBoth - expected) / (most - expected);
}

function adjustedMutualInformation(table: CrossTable, information: number, meanEntropy: number): number {
  const { rows, classSizes, clusterSizes } = table;
  // one class and one cluster, or each row its own in both: perfect agreement, where the quotient is 0 / 0
  if (classSizes.length === clusterSizes.length && (classSizes.length === 1 || classSizes.length === rows)) return 1;
  const expected = expectedInformation(table);
  const range = meanEntropy - expected;
  const least = 2 ** -52;
  return (information - expected) / (range < 0 ? Math.min(range, -least) : Math.max(range, least));
}

/** Expected mutual information of two random partitions with these sizes; equal sizes are worked out once. */
function expectedInformation({ rows, classSizes, clusterSizes }: CrossTable): number {
  const logFactorial = new Float64Array(rows + 1);
  const logs = new Float64Array(rows + 1);
  for (let i = 1; i <= rows; i++) {
    logs[i] = log(i);
    logFactorial[i] = logFactorial[i - 1] + logs[i];
  }
  const classesBySize = countSizes(classSizes);
  const clustersBySize = countSizes(clusterSizes);
  let sum = 0;
  for (const [a, aTimes] of classesBySize) {
    for (const [b, bTimes] of clustersBySize) {
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

function purity({ rows, clusterSizes, cells }: CrossTable): number {
  const most = new Float64Array(clusterSizes.length);
  for (const [, column, count] of cells) most[column] = Math.max(most[column], count);
  return most.reduce((sum, count) => sum + count, 0) / rows;
}
