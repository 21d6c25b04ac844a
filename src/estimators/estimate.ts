import { invalidInput, show } from '../core/errors.ts';
import { type CheckedInput, checkInput, type RecordsInput } from '../core/input.ts';
import type { Input } from '../core/types.ts';
import { type Shape, shardBytes, silhouetteBytes } from '../engine/footprint.ts';
import type { EngineChoice } from '../engine/load.ts';
import { fitEncoder } from '../features/fit-encoder.ts';
import { scoredRows } from './auto-k.ts';
import { milliseconds } from './duration.ts';
import type { RowsShape } from './glance.ts';
import { sampleRows } from './mini-batch.ts';
import type { ResolvedClusteringOptions } from './options.ts';
import { brokenLimit, engineShape, shapeOf } from './shape.ts';

/** What is to be estimated, where there are no rows yet. */
export interface EstimateRequest extends RowsShape {
  /** Number of clusters (default: the model's `k`). */
  readonly k?: number;
}

/** What a fit would cost. */
export interface Estimate {
  readonly rows: number;
  readonly columns: number;
  /** Values that sparse rows hold; null for dense rows. */
  readonly values: number | null;
  /** Clusters it was estimated for: `k`, or the most that `'auto'` would try (for DP-means a guess, the square root of the rows). */
  readonly k: number;
  /** WebAssembly memory at its peak, for rows that all differ; 0 for the reference engine. */
  readonly wasmBytes: number;
  /** Copies and results on JavaScript's side at their peak, besides the rows given and the reading of records. */
  readonly javascriptBytes: number;
  /** Both. */
  readonly bytes: number;
  /** A rough order of magnitude on one thread of a current machine: data that separates well takes a fraction, data that does not a multiple. */
  readonly milliseconds: number;
  /** False where `fit` would refuse with `TOO_LARGE`. */
  readonly fits: boolean;
}

/** Records encoded to see how many values a record has. */
const PROBED_RECORDS = 1000;

/**
 * Memory and time of a fit, from its rows or from their shape alone.
 * @throws `INVALID_INPUT` naming what is wrong with the rows or the shape.
 */
export function estimateFit(given: Input | EstimateRequest, options: ResolvedClusteringOptions, engine?: EngineChoice): Estimate {
  const { tokens, ...asked } = isRequest(given) ? checkRequest(given) : measure(checkInput(given), options);
  const wanted = { ...options, k: asked.k ?? options.k };
  const shape = engineShape(asked, wanted, tokens);
  const dpMeans = tokens && wanted.criterion === undefined;
  const settings = dpMeans ? { ...wanted, k: shape.k } : wanted; // it goes on as k-means does
  const wasmBytes = engine === 'reference' ? 0 : shardBytes(shape) + secondShardBytes(shape, settings);
  const javascriptBytes = heapBytes(shape, settings);
  return {
    rows: shape.rows,
    columns: shape.columns,
    values: shape.values,
    k: shape.k,
    wasmBytes,
    javascriptBytes,
    bytes: wasmBytes + javascriptBytes,
    milliseconds: milliseconds(shape, settings),
    fits: brokenLimit(shape, engine) === undefined,
  };
}

type Measured = EstimateRequest & { readonly tokens: boolean };

function isRequest(given: Input | EstimateRequest): given is EstimateRequest {
  return typeof given === 'object' && given !== null && !Array.isArray(given) && !('data' in given) && !('offsets' in given);
}

function checkRequest({ rows, columns, values, k }: EstimateRequest): Measured {
  for (const [field, size] of Object.entries({ rows, columns, k })) {
    if (size === undefined && field === 'k') continue;
    if (!Number.isSafeInteger(size) || (size as number) < 1) {
      throw invalidInput('invalid size', { field, expected: 'a whole number of at least 1', received: show(size) });
    }
  }
  if (values !== undefined && !(Number.isSafeInteger(values) && values >= 0 && values <= rows * columns)) {
    throw invalidInput('invalid size', { field: 'values', expected: 'a whole number from 0 to rows × columns', received: show(values) });
  }
  return { rows, columns, values, k, tokens: false };
}

function measure(input: CheckedInput, options: ResolvedClusteringOptions): Measured {
  return input.kind === 'records' ? measureRecords(input, options) : { ...shapeOf(input), tokens: false };
}

/** Columns from all records, values from some of them, evenly spread. */
function measureRecords({ records, rows }: RecordsInput, { features }: ResolvedClusteringOptions): Measured {
  const encoder = fitEncoder(records, features);
  const probed = Math.min(PROBED_RECORDS, rows);
  const some = Array.from({ length: probed }, (_, i) => records[Math.floor((i * rows) / probed)]);
  const { columns, values } = shapeOf(encoder.encode(some));
  return { rows, columns, values: values && Math.ceil((values / probed) * rows), tokens: encoder.layout === 'tokens' };
}

/** The most that an algorithm has in a second WebAssembly instance: sampled rows, or those of a cluster to split. */
function secondShardBytes(shape: Shape, { k, algorithm }: ResolvedClusteringOptions): number {
  if (algorithm === 'bisecting') return shardBytes({ ...shape, k: 2 });
  const some = (rows: number): Shape => ({ ...shape, rows, values: shape.values && Math.ceil((shape.values / shape.rows) * rows) });
  if (algorithm === 'mini-batch') return shardBytes(some(sampleRows(shape.rows, shape.k)));
  return k === 'auto' ? silhouetteBytes(some(scoredRows(shape.rows))) : 0;
}

/** Typed arrays alive at once, where all rows differ. */
function heapBytes({ rows, columns, k, values }: Shape, { algorithm }: ResolvedClusteringOptions): number {
  const numbers = values === null ? rows * columns * 4 : values * 8 + (rows + 1) * 4; // rows in the engine's form
  const checked = values === null ? rows * columns * 8 : 0; // arrays of rows as one
  const weights = rows * 8;
  const hashed = rows * 16 * 2; // hash slots, a power of two of at least 2 × 4 bytes a row, and the numbers of distinct rows
  const answers = rows * 16; // labels, twice, and distances
  const centroids = k * columns * 4 * 3;
  const sums = k * columns * 8 * 3;
  const variant = algorithm === 'bisecting' ? numbers + rows * 8 : algorithm === 'mini-batch' ? rows * 8 : 0; // rows of a split, or running weights
  return numbers + checked + weights + hashed + answers + centroids + sums + variant;
}
