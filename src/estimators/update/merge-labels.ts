import { invalidInput, show } from '../../core/errors.ts';
import type { Clustering } from '../clustering.ts';

/** Label of a cluster that is there, or throws `INVALID_INPUT`. */
export function checkLabel({ ids }: Clustering, label: unknown, field: string): number {
  if (Number.isInteger(label) && ids[label as number] === label) return label as number;
  const retired = ids[label as number];
  const expected = retired === undefined ? 'a label of this model' : `a label in use; this one was merged into ${retired}`;
  throw invalidInput('no such label', { field, expected, received: show(label) });
}

/** Labels made one, and the labels that centroids have now. */
export interface MergedLabels {
  readonly into: number;
  readonly from: readonly number[];
  readonly ids: Int32Array;
}

/**
 * Makes several labels one, the lowest; its rows and those of the others, the remembered ones included, have that label from then on. The centroids
 * stay as they are, so that every row that would have had one of the labels has the lowest now, and no other row changes.
 * @throws `INVALID_INPUT` naming the label that is not there, or for fewer than two.
 */
export function mergeLabels(clustering: Clustering, labels: readonly number[]): MergedLabels {
  const given: unknown = labels;
  if (!Array.isArray(given)) throw invalidInput('no labels', { field: 'labels', expected: 'an array of labels', received: show(given) });
  const merged = [...new Set(labels.map((label, i) => checkLabel(clustering, label, `labels[${i}]`)))].sort((a, b) => a - b);
  if (merged.length < 2)
    throw invalidInput('nothing to merge', { field: 'labels', expected: 'two labels or more', received: show(labels) });
  const [into, ...from] = merged;
  const { lineage, seen } = clustering.ledger();
  lineage.push({ rows: seen, action: 'merged', from, into });
  return { into, from, ids: clustering.ids.map((id) => (from.includes(id) ? into : id)) };
}
