import { wholeIn } from '../core/check-option.ts';
import { invalidInput, invalidOption, show } from '../core/errors.ts';
import { checkInput } from '../core/input.ts';
import { createPace } from '../core/pace.ts';
import type { ElementRecord } from '../core/types.ts';
import type { SilhouetteOptions } from './silhouette.ts';

/** What scores are taken by, whatever is scored. */
export interface ScoringOptions {
  /** One weight a row, 0 or more: a row of weight 2 counts as two equal rows. Default: 1 each. */
  readonly weights?: ArrayLike<number>;
  /**
   * Distinct rows that a euclidean silhouette is taken over at most (default 4,096); where there are more, this many are drawn by `seed`. The time
   * grows with their square. In cosine space the silhouette is always that of all rows.
   */
  readonly sampleSize?: number;
  /** Seed of that draw (default 0). */
  readonly seed?: number;
  /** Stops the scoring, which then throws `ABORTED`. */
  readonly signal?: AbortSignal;
}

/** Defaults filled in. Throws `INVALID_OPTION`. */
export function resolveScoring({ sampleSize = 4096, seed = 0, signal }: ScoringOptions): Omit<SilhouetteOptions, 'metric'> {
  return {
    sampleSize: wholeIn('sampleSize', sampleSize, 1, 2 ** 30),
    seed: wholeIn('seed', seed, 0, 2 ** 32 - 1),
    pace: createPace(signal),
  };
}

/** The records that a reference space is learned from. Throws `INVALID_OPTION` where they are no records. */
export function resolveReference(reference: unknown, fallback: readonly ElementRecord[]): readonly ElementRecord[] {
  if (reference === undefined) return fallback;
  try {
    const checked = checkInput(reference as readonly ElementRecord[]);
    if (checked.kind === 'records') return checked.records;
  } catch (cause) {
    throw invalidOption('reference', `an array of records (${(cause as Error).message})`, reference);
  }
  throw invalidOption('reference', 'an array of records', reference);
}

/** Labels from anywhere, checked. Throws `INVALID_INPUT` naming the row. */
export function checkLabels(labels: ArrayLike<number>, rows: number): Int32Array {
  if (labels?.length !== rows) throw invalidInput('wrong number of labels', { expected: `${rows}`, received: show(labels?.length) });
  for (let row = 0; row < rows; row++) {
    const label: unknown = labels[row];
    if (!Number.isInteger(label) || (label as number) < -1 || (label as number) >= 2 ** 31) {
      throw invalidInput('not a label', { row, field: 'labels', expected: 'a whole number, -1 or more', received: show(label) });
    }
  }
  return Int32Array.from(labels);
}
