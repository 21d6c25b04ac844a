import { ElementsClusteringError, invalidInput, show } from '../core/errors.ts';

/** A name of a class or cluster. */
export type Label = string | number;

/** How rows fall into classes and clusters, as a table; also known as the confusion matrix. */
export interface Contingency {
  /** Classes of the truth: numbers before words, each in rising order. */
  readonly classes: readonly Label[];
  /** Clusters, in the same order; -1, unknown, is one of them where it occurs. */
  readonly clusters: readonly Label[];
  /** Rows of class `classes[i]` in cluster `clusters[j]` at `counts[i][j]`. */
  readonly counts: readonly (readonly number[])[];
}

/** The same without its zeros. */
export interface CrossTable {
  readonly rows: number;
  readonly classes: readonly Label[];
  readonly clusters: readonly Label[];
  /** Rows of each class and of each cluster. */
  readonly classSizes: Float64Array;
  readonly clusterSizes: Float64Array;
  /** [class, cluster, rows] of every pair that occurs, in order. */
  readonly cells: readonly (readonly [number, number, number])[];
}

/** Cells that a table has at most. */
const MOST_CELLS = 2 ** 24;

/**
 * Counts how classes and clusters overlap, row by row: classes down, clusters across, the order of either not depending on that of the rows.
 * @param truth One class a row. @param labels One cluster a row; -1 is a cluster like any other.
 * @throws `INVALID_INPUT` as `externalScores` does; `TOO_LARGE` for more than 2²⁴ cells.
 */
export function contingencyTable(truth: ArrayLike<Label>, labels: ArrayLike<Label>): Contingency {
  return tabulate(crossTabulate(truth, labels));
}

/** The table in full. */
export function tabulate({ classes, clusters, cells }: CrossTable): Contingency {
  if (classes.length * clusters.length > MOST_CELLS) {
    const details = { expected: `at most ${MOST_CELLS} cells`, received: `${classes.length} classes × ${clusters.length} clusters` };
    const message = `the contingency table is too large: expected ${details.expected}, received ${details.received}`;
    throw new ElementsClusteringError('TOO_LARGE', message, details);
  }
  const counts = classes.map(() => new Array<number>(clusters.length).fill(0));
  for (const [row, column, count] of cells) counts[row][column] = count;
  return { classes, clusters, counts };
}

/**
 * Counts the pairs that occur.
 * @throws `INVALID_INPUT` when the two differ in length or are empty, or naming the row of a value that is neither a string nor a finite number.
 */
export function crossTabulate(truth: ArrayLike<Label>, labels: ArrayLike<Label>): CrossTable {
  if (truth?.length !== labels.length || labels.length === 0) {
    const received = show(truth?.length);
    throw invalidInput('truth does not match the rows', { field: 'truth', expected: `${labels.length} values, at least one`, received });
  }
  const byClass = numbering('truth', truth);
  const byCluster = numbering('labels', labels);
  const width = byCluster.names.length;
  const counts = new Map<number, number>();
  for (let i = 0; i < truth.length; i++) {
    const key = byClass.of(truth[i]) * width + byCluster.of(labels[i]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const cells = [...counts].sort(([a], [b]) => a - b).map(([key, count]) => [Math.floor(key / width), key % width, count] as const);
  const classSizes = new Float64Array(byClass.names.length);
  const clusterSizes = new Float64Array(width);
  for (const [row, column, count] of cells) {
    classSizes[row] += count;
    clusterSizes[column] += count;
  }
  return { rows: truth.length, classes: byClass.names, clusters: byCluster.names, classSizes, clusterSizes, cells };
}

interface Numbering {
  readonly names: readonly Label[];
  of(name: Label): number;
}

/** Numbers the names by their order. */
function numbering(field: string, values: ArrayLike<Label>): Numbering {
  const found = new Set<Label>();
  for (let row = 0; row < values.length; row++) {
    const value: unknown = values[row];
    if (typeof value !== 'string' && !Number.isFinite(value)) {
      throw invalidInput('not a label', { row, field, expected: 'a string or a finite number', received: show(value) });
    }
    found.add(value as Label);
  }
  const names = [...found].sort(inOrder);
  const numbers = new Map(names.map((name, number) => [name, number]));
  return { names, of: (name) => numbers.get(name) as number };
}

function inOrder(a: Label, b: Label): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return a < b ? -1 : Number(a > b);
}
