import type { Matrix, Weights } from '../../core/types.ts';
import type { Space } from '../../matrix/space.ts';
import type { Ledger } from './ledger.ts';
import { Memory } from './memory.ts';
import { mostFor, type ReachRule, radiusFor, reachFor, spreadOf } from './reach.ts';
import { distanceTo, rowAt } from './row.ts';
import { KEY_WORDS, writeKey } from './row-key.ts';

/** Rows that a cluster's spread is taken from at most, evenly from all it has. */
const MOST_SAMPLED = 256;
/** Part of a radius, from its end inwards, in which rows are remembered too: distances may be f32, and engines differ in their last bits. */
const MARGIN = 2 ** -20;

/** Distances, one a row, in pieces. */
export type Distances = readonly (Float32Array | Float64Array)[];

/** What a fit came to, as far as the ledger goes; `distances` (in pieces), `weights` and `labels` have one value a row that was fitted. */
export interface Fitted {
  readonly k: number;
  /** k × columns. */
  readonly centroids: Float32Array;
  readonly space: Space;
  /** Number of each row's centroid. */
  readonly labels: Int32Array;
  /** To that centroid. */
  readonly distances: Distances;
  readonly weights: Weights;
  /** Weight of the rows of each centroid. */
  readonly counts: Float64Array;
  /** Rows that were given, equal ones counted each. */
  readonly rows: number;
  readonly rule: ReachRule;
  /** Remember all rows, not only those whose territories do not tell their labels. */
  readonly all: boolean;
  /** The chosen rows. */
  readonly take: (chosen: Int32Array) => Matrix;
}

/** The ledger as a fit leaves it. */
export function learnLedger({ k, centroids, space, labels, distances, weights, counts, rows, rule, all, take }: Fitted): Ledger {
  const masses = counts.slice();
  if (space.metric === 'cosine') {
    eachPiece(distances, (piece, first) => {
      for (let i = 0; i < piece.length; i++) masses[labels[first + i]] -= weights[first + i] * Math.min(1, piece[i]);
    });
  }
  const spreads = spreadsOf(labels, distances, weights, counts);
  const reach = reachFor(spreads, centroids, space, rule);
  const radii = spreads.map((spread) => radiusFor(spread, reach, mostFor(space, rule)));
  const chosen = all ? Int32Array.from(labels.keys()) : outside(labels, distances, radii);
  const matrix = take(chosen);
  const keys = new Uint32Array(chosen.length * KEY_WORDS);
  for (let i = 0; i < chosen.length; i++) writeKey(rowAt(matrix, i, space), keys, i);
  return {
    anchors: centroids,
    births: new Int32Array(k),
    radii,
    masses,
    reach,
    memory: new Memory(
      keys,
      chosen.map((i) => labels[i]),
    ),
    pool: new Map(),
    seen: rows,
    lineage: [],
  };
}

/** Shows each piece, and its first row. */
function eachPiece(distances: Distances, look: (piece: Distances[number], first: number) => void): void {
  let first = 0;
  for (const piece of distances) {
    look(piece, first);
    first += piece.length;
  }
}

/** Rows beyond their centroids' radii, or nearly so. */
function outside(labels: Int32Array, distances: Distances, radii: Float64Array): Int32Array {
  const limits = radii.map((radius) => radius * (1 - MARGIN));
  const least = limits.reduce((a, b) => Math.min(a, b), Infinity); // most rows lie within that already
  const found: number[] = [];
  eachPiece(distances, (piece, first) => {
    for (let i = 0; i < piece.length; i++) if (piece[i] > least && piece[i] > limits[labels[first + i]]) found.push(first + i);
  });
  return Int32Array.from(found);
}

/** Distance of each row to the centroid of its label. */
export function ownDistances(matrix: Matrix, labels: Int32Array, centroids: Float32Array, space: Space): Float64Array {
  return Float64Array.from(labels, (label, i) => distanceTo(rowAt(matrix, i, space), centroids, label, space));
}

/** Spread of each cluster, by a sample of its rows where it has many. */
function spreadsOf(labels: Int32Array, distances: Distances, weights: Weights, counts: Float64Array): Float64Array {
  const k = counts.length;
  const sizes = weights instanceof Uint8Array ? counts : sizesOf(labels, 1, k);
  let fewest = labels.length;
  for (const size of sizes) if (size > 0) fewest = Math.min(fewest, size);
  const stride = Math.max(1, Math.floor(fewest / MOST_SAMPLED));
  const seen = stride === 1 ? sizes : sizesOf(labels, stride, k);
  const strides = Int32Array.from(seen, (size) => Math.ceil(size / MOST_SAMPLED));
  const starts = new Int32Array(k + 1);
  for (let c = 0; c < k; c++) starts[c + 1] = starts[c] + (seen[c] > 0 ? Math.ceil(seen[c] / strides[c]) : 0);
  const sample = new Float64Array(starts[k]);
  const sampleWeights = new Float64Array(starts[k]);
  const passed = new Int32Array(k);
  const next = starts.slice(0, k);
  let piece = 0;
  let before = 0; // rows in the pieces before it
  for (let first = 0; first + stride <= labels.length; first += stride) {
    const row = pick(first, stride);
    const label = labels[row];
    if (--passed[label] >= 0) continue;
    passed[label] = strides[label] - 1;
    while (row - before >= distances[piece].length) before += distances[piece++].length;
    sample[next[label]] = distances[piece][row - before];
    sampleWeights[next[label]++] = weights[row];
  }
  return Float64Array.from({ length: k }, (_, c) =>
    spreadOf(sample.subarray(starts[c], starts[c + 1]), sampleWeights.subarray(starts[c], starts[c + 1])),
  );
}

/** How many rows of each label there are, of one out of every `stride` rows. */
function sizesOf(labels: Int32Array, stride: number, k: number): Int32Array {
  const sizes = new Int32Array(k);
  for (let first = 0; first + stride <= labels.length; first += stride) sizes[labels[pick(first, stride)]]++;
  return sizes;
}

/** One of `stride` rows from `first` on, now here, now there (by multiples of the golden ratio), so that rows that come in turns are met evenly. */
function pick(first: number, stride: number): number {
  return first + Math.floor(((Math.imul(first, 0x9e3779b1) >>> 0) / 2 ** 32) * stride);
}
