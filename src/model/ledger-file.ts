import { once } from '../core/once.ts';
import type { Clustering } from '../estimators/clustering.ts';
import type { Ledger, LineageEntry, Waiting } from '../estimators/update/ledger.ts';
import { Memory } from '../estimators/update/memory.ts';
import { keepsDense, type Row } from '../estimators/update/row.ts';
import { KEY_WORDS, keyAt, keyText, writeKey } from '../estimators/update/row-key.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { damaged, list, number, type Sections, section, whole } from './parts.ts';
import type { TypedArray } from './sections.ts';
import { packSparse, readSparse, type SparseRow } from './sparse-rows.ts';
import { packVectors, readVectors } from './vectors.ts';

/**
 * The part of a model file that makes labels stay.
 *
 * Header: `reach`, `seen`, `lineage`. Sections: `births` (i32, k), `radii` and `masses` (f64, k), `anchors`
 * (as the centroids; only where these have moved), `memoryKeys` (u32, 4 a row) and `memoryClusters` (i32) of the rows that are remembered, `poolWeights`
 * (f64) of those that wait, and of these `poolValues`, either dense (f32, rows × columns; where columns were centred) or sparse with `poolColumns` and
 * `poolOffsets`.
 */
export function packLedger({ ledger, space, centroids, k }: Clustering): { header: JsonObject; sections: Record<string, TypedArray> } {
  const { anchors, births, radii, masses, reach, memory, pool, seen, lineage } = ledger();
  const waiting = [...pool.values()];
  const header = {
    reach,
    seen,
    lineage: lineage.map(({ rows, action, from, into }) => ({ rows, action, from, into })),
  };
  const sections = {
    births,
    radii,
    masses,
    ...(anchors !== centroids && packVectors('anchor', anchors, k)),
    memoryKeys: memory.keys,
    memoryClusters: memory.clusters,
    poolWeights: Float64Array.from(waiting, ({ weight }) => weight),
    ...(keepsDense(space) ? { poolValues: packDense(waiting, space.columns) } : packSparse('pool', waiting as unknown as SparseRow[])),
  };
  return { header: header as unknown as JsonObject, sections };
}

/**
 * What {@link packLedger} wrote, checked, to be put together when first needed.
 * @throws `CORRUPT_MODEL`
 */
export function readLedger(
  header: JsonObject,
  sections: Sections,
  { ids, centroids, space }: Pick<Clustering, 'ids' | 'centroids' | 'space'>,
): () => Ledger {
  const k = ids.length;
  const reach = number(header, 'reach');
  if (!(reach >= 0)) throw damaged('reach below 0');
  const births = section(sections, 'births', Int32Array, k);
  if (!births.every((birth, c) => birth >= (c === 0 ? 0 : births[c - 1])) || births[0] !== 0) throw damaged('births out of order');
  const radii = amounts(sections, 'radii', k);
  const masses = amounts(sections, 'masses', k);
  const apart = sections.has('anchors') || sections.has('anchorValues');
  const anchors = apart ? readVectors(sections, 'anchor', k, space.columns) : centroids;
  const clusters = section(sections, 'memoryClusters', Int32Array);
  if (clusters.some((cluster) => cluster < 0 || cluster >= k)) throw damaged('remembered cluster out of range');
  const keys = section(sections, 'memoryKeys', Uint32Array, clusters.length * KEY_WORDS);
  const weights = amounts(sections, 'poolWeights');
  const rows = keepsDense(space)
    ? readDense(sections, weights.length, space.columns)
    : readSparse(sections, 'pool', weights.length, space.columns);
  const lineage = list(header, 'lineage').map((entry) => readEntry(entry, k));
  const seen = whole(header, 'seen');
  return once(() => {
    const memory = new Memory(keys, clusters);
    return { anchors, births, radii, masses, reach, memory, pool: poolOf(rows, weights), seen, lineage };
  });
}

function poolOf(rows: readonly Row[], weights: Float64Array): Map<string, Waiting> {
  const keys = new Uint32Array(rows.length * KEY_WORDS);
  return new Map(
    rows.map((row, i) => {
      writeKey(row, keys, i);
      const text = keyText(keys, i);
      return [text, { ...row, key: keyAt(keys, i), text, weight: weights[i] }];
    }),
  );
}

function packDense(rows: readonly Row[], columns: number): Float32Array {
  const data = new Float32Array(rows.length * columns);
  rows.forEach(({ values }, i) => {
    data.set(values, i * columns);
  });
  return data;
}

function readDense(sections: Sections, count: number, columns: number): Row[] {
  const data = section(sections, 'poolValues', Float32Array, count * columns);
  if (!data.every(Number.isFinite)) throw damaged('waiting value that is no number');
  return Array.from({ length: count }, (_, i) => ({ columns: null, values: data.slice(i * columns, (i + 1) * columns) }));
}

/** Numbers of 0 or more. */
function amounts(sections: Sections, name: string, length?: number): Float64Array {
  const found = section(sections, name, Float64Array, length);
  if (!found.every((value) => value >= 0)) throw damaged(`${name} below 0 or no number`);
  return found;
}

const ACTIONS: readonly unknown[] = ['found', 'merged', 'taken'];

function readEntry(entry: JsonValue, k: number): LineageEntry {
  if (!isJsonObject(entry) || !ACTIONS.includes(entry.action)) throw damaged('a lineage entry of no known kind');
  const { action, from, into } = entry;
  if (!Array.isArray(from) || !from.every((label) => isLabel(label, Infinity)) || !isLabel(into, k))
    throw damaged('lineage without labels');
  return { rows: whole(entry, 'rows'), action, from, into } as LineageEntry;
}

function isLabel(value: unknown, below: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < below;
}
