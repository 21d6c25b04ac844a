import { CorruptModelError } from '../core/errors.ts';
import type { Metric, Warning } from '../core/types.ts';
import { VERSION } from '../core/version.ts';
import { type ClusteringOptions, type ResolvedClusteringOptions, resolveClusteringOptions } from '../estimators/options.ts';
import { restoreEncoder } from '../features/encoder.ts';
import type { Encoder } from '../features/types.ts';
import { packContainer } from './container.ts';
import { readCurve } from './curve.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { packLedger, readLedger } from './ledger-file.ts';
import { damaged, list, number, openModel, type Sections, section, whole } from './parts.ts';
import type { DescribedClustering, Profile } from './profile.ts';
import type { TypedArray } from './sections.ts';
import { packVectors, readVectors } from './vectors.ts';

/** A clustering as it is kept: what was learned, and the options it was learned with. */
export interface SavedClustering {
  readonly clustering: DescribedClustering;
  readonly options: ResolvedClusteringOptions;
}

/**
 * Model bytes of a clustering. The same fit gives the same bytes: nothing of the clock or the machine goes in.
 *
 * Header: `type`, `library`, `options`, `encoder` (null for numeric rows), `metric`, `columns`, `scale`, `k`, `inertia`, `iterations`, `warnings`,
 * `curve`, `names` (one a centroid), `profile` (its `text`, see {@link Profile}), `updates`, and what {@link packLedger} adds.
 * Sections: `centroids` (f32, k × columns, or where zeros abound `centroidValues`, `centroidColumns` and `centroidOffsets`), `offset`
 * (f64, columns; dense euclidean only), `counts` (f64, k), `labels` (i32, one a training row), `ids` (i32, k), `init` (f64; given starting centroids
 * only), those of {@link packLedger}, and the arrays of the profile, their names after `profile `.
 */
export function packClustering({ clustering, options }: SavedClustering): Uint8Array {
  const { space, encoder, k, inertia, iterations, warnings, curve, updates } = clustering;
  const { names, profile } = clustering.told();
  const ledger = packLedger(clustering);
  const given = typeof options.init === 'string' ? null : options.init;
  const header = {
    type: 'clustering',
    library: VERSION,
    options: { ...options, init: given ? { rows: given.rows, columns: given.columns } : options.init, metric: options.metric ?? null },
    encoder: encoder?.state ?? null,
    metric: space.metric,
    columns: space.columns,
    scale: space.scale,
    k,
    inertia,
    iterations,
    warnings,
    curve,
    names,
    profile: profile.text,
    updates,
    ...ledger.header,
  } as unknown as JsonObject;
  const sections: Record<string, TypedArray> = {
    ...packVectors('centroid', clustering.centroids, k),
    counts: clustering.counts,
    labels: clustering.labels,
    ids: clustering.ids,
    ...ledger.sections,
    ...(space.offset && { offset: space.offset }),
    ...(given && { init: Float64Array.from(given.data) }),
    ...Object.fromEntries(Object.entries(profile.arrays).map(([name, array]) => [PROFILE + name, array])),
  };
  return packContainer(header, sections);
}

/**
 * A clustering from its bytes.
 * @throws `CORRUPT_MODEL` when the bytes are damaged, foreign, or hold another type of model.
 */
export function unpackClustering(bytes: Uint8Array): SavedClustering {
  const { header, sections } = openModel(bytes, 'clustering');
  const encoder: Encoder | null = header.encoder === null ? null : restoreEncoder(header.encoder);
  const metric = readMetric(header.metric);
  const columns = whole(header, 'columns');
  const k = whole(header, 'k');
  const offset = sections.has('offset') ? section(sections, 'offset', Float64Array, columns) : null;
  const space = { metric, columns, offset, scale: number(header, 'scale') };
  if (encoder && encoder.columns !== columns) throw damaged(`encoder of ${encoder.columns} columns, centroids of ${columns}`);
  const labels = section(sections, 'labels', Int32Array);
  if (labels.some((label) => label < 0 || label >= k)) throw damaged('label out of range');
  const ids = readIds(sections, k);
  const told = { names: readNames(header, k), profile: readProfile(header.profile, sections) };
  const centroids = readVectors(sections, 'centroid', k, columns);
  const clustering: DescribedClustering = {
    space,
    encoder,
    k,
    centroids,
    counts: section(sections, 'counts', Float64Array, k),
    labels,
    inertia: number(header, 'inertia'),
    iterations: whole(header, 'iterations'),
    warnings: list(header, 'warnings') as unknown as Warning[],
    curve: readCurve(header.curve),
    told: () => told,
    ids,
    updates: whole(header, 'updates'),
    ledger: readLedger(header, sections, { ids, centroids, space }),
  };
  return { clustering, options: readOptions(header.options, sections) };
}

/** What the names of the profile's sections begin with. */
const PROFILE = 'profile ';

function readNames(header: JsonObject, k: number): string[] {
  const names = list(header, 'names');
  if (names.length !== k || !names.every((name) => typeof name === 'string')) throw damaged('names of other clusters');
  return names as string[];
}

/** The profile as it was packed; what is in it is checked where it is used. */
function readProfile(text: JsonValue | undefined, sections: Sections): Profile {
  if (!isJsonObject(text)) throw damaged('profile missing');
  const found = [...sections].filter(([name]) => name.startsWith(PROFILE));
  return { text, arrays: Object.fromEntries(found.map(([name, array]) => [name.slice(PROFILE.length), array])) };
}

/** Labels of centroids: each the number of a centroid, itself or one before it, that has this label too. */
function readIds(sections: Sections, k: number): Int32Array {
  const ids = section(sections, 'ids', Int32Array, k);
  if (!ids.every((id, c) => id >= 0 && id <= c && ids[id] === id)) throw damaged('label of a centroid out of range');
  return ids;
}

function readOptions(value: JsonValue | undefined, sections: Sections): ResolvedClusteringOptions {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged('options missing');
  const { init, metric, ...rest } = value as JsonObject;
  const given = typeof init === 'string' ? init : { ...(init as JsonObject), data: section(sections, 'init', Float64Array) };
  try {
    return resolveClusteringOptions({ ...rest, metric: metric ?? undefined, init: given } as ClusteringOptions);
  } catch (cause) {
    throw new CorruptModelError('damaged model: options out of range', { cause });
  }
}

function readMetric(value: JsonValue | undefined): Metric {
  if (value === 'euclidean' || value === 'cosine') return value;
  throw damaged('unknown metric');
}
