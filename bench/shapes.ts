import type { CsrMatrix, DenseMatrix } from '../src/core/types.ts';
import { blobs, diamonds, elements, sparse, uniform } from './data.ts';

/** One task of the benchmark of whole fits. */
export interface Shape {
  readonly id: string;
  readonly about: string;
  readonly k: number;
  /** Every library stops here at the latest. */
  readonly maxIterations: number;
  readonly rows: () => DenseMatrix | CsrMatrix | Promise<DenseMatrix | CsrMatrix>;
}

/** Blobs lie at random in the unit cube; "wide" ones overlap. */
export const SHAPES: readonly Shape[] = [
  { id: 'a', about: 'blobs', k: 32, maxIterations: 60, rows: () => blobs(100_000, 16, 32, 0.15) },
  { id: 'b', about: 'wide blobs', k: 64, maxIterations: 40, rows: () => blobs(20_000, 128, 64, 0.6) },
  { id: 'c', about: 'blobs', k: 8, maxIterations: 300, rows: () => blobs(100_000, 2, 8, 0.1) },
  { id: 'd', about: 'wide blobs', k: 10, maxIterations: 40, rows: () => blobs(10_000, 784, 10, 0.8) },
  { id: 'e', about: 'blobs', k: 256, maxIterations: 15, rows: () => blobs(200_000, 8, 256, 0.1) },
  { id: 'small', about: 'blobs', k: 3, maxIterations: 300, rows: () => blobs(1_000, 4, 3, 0.2) },
  { id: 'halves', about: 'uniform', k: 2, maxIterations: 30, rows: () => uniform(1_000_000, 2) },
  { id: 'colours', about: 'uniform', k: 100, maxIterations: 60, rows: () => uniform(100_000, 3) },
  { id: 'diamonds', about: 'real', k: 20, maxIterations: 300, rows: diamonds },
  { id: 'million', about: 'blobs', k: 16, maxIterations: 15, rows: () => blobs(1_000_000, 16, 16, 0.2) },
  { id: 'flat', about: 'uniform', k: 64, maxIterations: 60, rows: () => uniform(50_000, 16) },
  { id: 'wide', about: 'wide blobs', k: 50, maxIterations: 60, rows: () => blobs(50_000, 32, 50, 0.35) },
  { id: 'thousand', about: 'wide blobs', k: 1_000, maxIterations: 40, rows: () => blobs(20_000, 32, 1_000, 0.25) },
  { id: 'even', about: 'uniform', k: 100, maxIterations: 30, rows: () => uniform(20_000, 64) },
  { id: 'embedding', about: 'wide blobs', k: 256, maxIterations: 25, rows: () => blobs(20_000, 128, 256, 0.5) },
  { id: 'images', about: 'wide blobs', k: 100, maxIterations: 25, rows: () => blobs(5_000, 784, 100, 0.8) },
  { id: 'tokens', about: 'sparse, 8 values a row', k: 100, maxIterations: 40, rows: () => sparse(16_000, 2_000, 8) },
  { id: 'elements', about: 'sparse, real', k: 200, maxIterations: 40, rows: elements },
];
