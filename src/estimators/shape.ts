import { ElementsClusteringError } from '../core/errors.ts';
import { MOST_WASM_BYTES, type Shape, shardBytes } from '../engine/footprint.ts';
import type { EngineChoice } from '../engine/load.ts';
import type { NumericInput } from '../matrix/space.ts';
import { isSparse } from '../matrix/space.ts';
import type { RowsShape } from './glance.ts';
import type { ResolvedClusteringOptions } from './options.ts';

/** Values that a typed array can hold in every runtime, and rows that 32-bit row numbers reach. */
const MOST_VALUES = 2 ** 32 - 1;
const MOST_ROWS = 2 ** 30;

/** The shape of checked rows. */
export function shapeOf(input: NumericInput): RowsShape {
  const { rows, columns } = input;
  return isSparse(input) ? { rows, columns, values: input.values.length } : { rows, columns };
}

/** Clusters a fit of so many rows works with at most; where only DP-means will tell, a guess: the square root of the rows. */
export function clustersFor(
  rows: number,
  { k, maxClusters, criterion }: Pick<ResolvedClusteringOptions, 'k' | 'maxClusters' | 'criterion'>,
  tokens = false,
): number {
  if (k !== 'auto') return Math.min(k, rows);
  const root = Math.max(1, Math.floor(Math.sqrt(rows)));
  return tokens && criterion === undefined ? root : Math.min(maxClusters, Math.max(2, root), rows);
}

/** Rows and options as the engine's shape; the metric defaults to euclidean. */
export function engineShape({ rows, columns, values }: RowsShape, options: ResolvedClusteringOptions, tokens = false): Shape {
  const metric = options.metric ?? (tokens ? 'cosine' : 'euclidean');
  return { rows, columns, values: values ?? null, k: clustersFor(rows, options, tokens), metric };
}

/** The first limit that a fit of this shape would break, in words; undefined where there is none. */
export function brokenLimit(shape: Shape, engine: EngineChoice = 'auto'): { received: string; expected: string } | undefined {
  const { rows, columns, values } = shape;
  const bytes = engine === 'reference' ? 0 : shardBytes(shape);
  if (bytes > MOST_WASM_BYTES) {
    return { received: `${bytes} bytes of WebAssembly memory`, expected: `at most ${MOST_WASM_BYTES} bytes (4 GiB)` };
  }
  if (rows > MOST_ROWS) return { received: `${rows} rows`, expected: `at most ${MOST_ROWS} rows` };
  const numbers = values ?? rows * columns;
  if (numbers > MOST_VALUES) return { received: `${numbers} numbers`, expected: `at most ${MOST_VALUES} numbers in all` };
  return undefined;
}

/**
 * Refuses what cannot fit in memory, before any is taken.
 * @throws `TOO_LARGE` naming the figure and the limit.
 */
export function refuseTooLarge(shape: RowsShape, options: ResolvedClusteringOptions, engine?: EngineChoice): void {
  const broken = brokenLimit(engineShape(shape, options), engine);
  if (broken === undefined) return;
  const size = `${shape.rows} rows of ${shape.columns} columns`;
  throw new ElementsClusteringError(
    'TOO_LARGE',
    `${size} do not fit in memory: expected ${broken.expected}, received ${broken.received}`,
    broken,
  );
}
