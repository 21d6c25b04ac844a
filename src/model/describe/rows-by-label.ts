import type { Weights } from '../../core/types.ts';

/** Rows with their labels: what clusters are told of by. */
export interface LabelledRows {
  /** One a row; -1 for rows of no cluster, which are left out. */
  readonly labels: ArrayLike<number>;
  /** Labels lie below this. */
  readonly k: number;
  /** One a row; rows of weight 0 are left out. */
  readonly weights: Weights;
}

/** Rows between two looks at the clock. */
export const PACE_ROWS = 1024;

/** Rows in the order of their labels: those of label c are `order[starts[c]]` up to `order[starts[c + 1]]`, in their own order. */
export interface RowsByLabel {
  readonly order: Uint32Array;
  readonly starts: Uint32Array;
}

/** Whether a row has a label and a weight. */
export function countsIn({ labels, weights }: LabelledRows, row: number): boolean {
  return labels[row] >= 0 && weights[row] > 0;
}

/** The rows that have a label and a weight, in their own order. */
export function countedRows(rows: LabelledRows): Uint32Array {
  const counted = new Uint32Array(rows.labels.length);
  let count = 0;
  for (let row = 0; row < counted.length; row++) if (countsIn(rows, row)) counted[count++] = row;
  return counted.subarray(0, count);
}

/** Sorts rows by label (counting sort). */
export function rowsByLabel(rows: LabelledRows): RowsByLabel {
  const { labels, k } = rows;
  const starts = new Uint32Array(k + 1);
  for (let row = 0; row < labels.length; row++) if (countsIn(rows, row)) starts[labels[row] + 1]++;
  for (let label = 0; label < k; label++) starts[label + 1] += starts[label];
  const order = new Uint32Array(starts[k]);
  const next = starts.slice();
  for (let row = 0; row < labels.length; row++) if (countsIn(rows, row)) order[next[labels[row]]++] = row;
  return { order, starts };
}
