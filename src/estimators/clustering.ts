import { invalidInput } from '../core/errors.ts';
import type { CheckedInput } from '../core/input.ts';
import type { Warning } from '../core/types.ts';
import type { Encoder } from '../features/types.ts';
import type { NumericInput, Space } from '../matrix/space.ts';
import type { CurvePoint } from './auto-k.ts';
import type { Ledger } from './update/ledger.ts';

/**
 * What a fit learned and updates added, in the engine's units; plain data that {@link Space} and the encoder give a meaning to. An update replaces it
 * by another, but centroids that move do so in place.
 */
export interface Clustering {
  readonly space: Space;
  /** Null for numeric rows. */
  readonly encoder: Encoder | null;
  readonly k: number;
  /** k × columns. */
  readonly centroids: Float32Array;
  /** Weight of the training rows of each cluster. */
  readonly counts: Float64Array;
  /** One a training row: the number of its centroid. */
  readonly labels: Int32Array;
  /**
   * The label of each centroid: its own number, or where a user merged labels a lower one, whose centroid keeps that label. Numbers of centroids stay:
   * new ones are appended, none is removed.
   */
  readonly ids: Int32Array;
  /** Updates that moved or added centroids. While 0, the nearest centroid of a training row is its own. */
  readonly updates: number;
  /** What makes labels stay; worked out from the training rows when first asked for. */
  readonly ledger: () => Ledger;
  /** In the user's units: squared distances for euclidean, 1 − cosine for cosine. */
  readonly inertia: number;
  readonly iterations: number;
  readonly warnings: readonly Warning[];
  /** What `k: 'auto'` looked at, in the user's units; null where k was given. */
  readonly curve: readonly CurvePoint[] | null;
}

/** Throws `INVALID_INPUT` for records where a model knows numbers, and the other way. */
export function checkKind({ kind }: CheckedInput, encoder: Encoder | null): void {
  if ((kind === 'records') === (encoder !== null)) return;
  const expected = encoder ? 'records, as in fit' : 'rows of numbers, as in fit';
  throw invalidInput('another kind of rows', { row: 0, expected, received: kind === 'records' ? 'a record' : 'numbers' });
}

/** Records encoded, numbers as they are. */
export function toNumeric(input: CheckedInput, encoder: Encoder | null): NumericInput {
  if (input.kind !== 'records') return input;
  return (encoder as Encoder).encode(input.records);
}
