import { once } from '../../core/once.ts';
import type { Matrix, Weights } from '../../core/types.ts';
import type { Kernel } from '../../engine/kernel.ts';
import { selectRaw } from '../../matrix/select-raw.ts';
import { selectRows } from '../../matrix/select-rows.ts';
import { projectDense, type RawRows, type Space } from '../../matrix/space.ts';
import type { Measurement } from '../../parallel/measurement.ts';
import type { Rows } from '../../parallel/rows.ts';
import type { Partition } from '../kmeans.ts';
import { type Distances, learnLedger, ownDistances } from './learn.ts';
import type { Ledger } from './ledger.ts';
import type { ReachRule } from './reach.ts';

/** A fit that is about to end. */
export interface Ending {
  readonly partition: Partition;
  readonly space: Space;
  /** Rows as they were fitted, and what each weighs. */
  readonly matrix: Matrix | RawRows;
  readonly weights: Weights;
  /** Weight of the rows of each centroid. */
  readonly counts: Float64Array;
  /** The same rows in the engine; their last step was by the centroids of the partition. */
  readonly engineRows: Rows;
  /** What was measured of them; null where they are not dense euclidean rows that are raw. */
  readonly measured: Measurement | null;
  /** Rows that were given, equal ones counted each. */
  readonly count: number;
  readonly rule: ReachRule;
  readonly records: boolean;
}

/** So many values of the caller's, which may change after the fit, are copied at most. */
const FEW_VALUES = 2 ** 14;

/**
 * The ledger of a fit. Of records it is worked out at once: saving and updates, which nearly all of them meet, need it. Of other rows it is worked out when
 * first asked for, but at once where they are the caller's own and not few: what they tell is read before the fit ends.
 */
export async function fittedLedger(
  kernel: Kernel,
  { partition, space, matrix, weights, counts, engineRows, measured, ...rest }: Ending,
): Promise<() => Ledger> {
  const { k, centroids, labels } = partition;
  const fitted = { k, centroids, labels, space, weights, counts, rows: rest.count, rule: rest.rule, all: rest.records };
  if (matrix.kind !== 'raw') {
    const learn = (): Ledger => {
      const distances = [ownDistances(matrix, labels, centroids, space)];
      return learnLedger({ ...fitted, distances, take: (chosen) => selectRows(matrix, chosen) });
    };
    return rest.records ? madeAlready(learn()) : once(learn);
  }
  const distances: Distances = measured ? measured.distances : [await engineRows.labelDistances()];
  const learnFrom = (raw: RawRows, known: Distances): Ledger =>
    learnLedger({ ...fitted, distances: known, take: (chosen) => projectDense(selectRaw(raw.input, chosen), space, kernel) });
  if (matrix.rows * matrix.columns > FEW_VALUES) return madeAlready(learnFrom(matrix, distances));
  const copy = { ...matrix, input: { ...matrix.input, data: new Float64Array(matrix.input.data) } };
  const known = distances.map((piece) => piece.slice());
  return once(() => learnFrom(copy, known));
}

function madeAlready(ledger: Ledger): () => Ledger {
  return () => ledger;
}
