import type { DenseMatrix } from '../../src/core/types.ts';
import type { Task } from '../task.ts';

/** What a fit found. */
export interface Found {
  /** k × columns. */
  readonly centroids: ArrayLike<number>;
  readonly iterations: number;
}

/** One library; each step throws where the library isn't installed or can't. */
export interface Peer {
  readonly name: string;
  /** Everything that isn't the fit: loads the library and brings the rows into the form it likes best. */
  prepare(task: Task, threads: number): Promise<() => Promise<Found> | Found>;
}

/** The rows of a dense task; throws for others, which most peers don't take. */
export function denseOf({ matrix }: Task): DenseMatrix {
  if (matrix.kind === 'csr') throw new Error('no sparse rows');
  return matrix;
}
