import type { Space } from '../../matrix/space.ts';
import type { Memory } from './memory.ts';
import type { Row } from './row.ts';

/** A row that waits, without a label, for others like it. */
export interface Waiting extends Row {
  /** The words of its key, and these as a text. */
  readonly key: Uint32Array;
  readonly text: string;
  /** What all its appearances weigh together. */
  readonly weight: number;
}

/** One thing that happened to labels after the fit. */
export interface LineageEntry {
  /** Rows that fits and updates had taken in by then. */
  readonly rows: number;
  /** `found`: an update detected a new cluster; `merged`: a user made several labels one; `taken`: a cluster of another model came in. */
  readonly action: 'found' | 'merged' | 'taken';
  /** Labels that ended in `into`: none for `found`; for `taken` the label in the other model. */
  readonly from: readonly number[];
  readonly into: number;
}

/**
 * What makes labels stay. Each centroid has a territory: the rows within its radius of its anchor, which is where it was when it came to be and never
 * moves. A row in a territory of the fit has that label for ever, by the nearest anchor where several hold it; rows that were given a label outside are
 * remembered; territories that came to be later come after these, in the order of their births. Distances are the engine's: squared for euclidean,
 * 1 − cosine for cosine. `Draft` alone changes a ledger, all at once.
 */
export interface Ledger {
  /** k × columns; the array of the centroids themselves as long as none has moved. */
  anchors: Float32Array;
  /** One a centroid, never falling: 0 for those of the fit, then one more for each change that added centroids. */
  births: Int32Array;
  /** One a centroid. */
  radii: Float64Array;
  /** One a centroid: the weight that a joining row is averaged with; for cosine the length of the sum that the centroid is the direction of. */
  masses: Float64Array;
  /** Waiting rows found a cluster together when they lie within this of their mean. */
  readonly reach: number;
  /** Rows that were given a label outside all territories; of records all that were given one, so that repeated ones are told from new ones. */
  readonly memory: Memory;
  /** By the texts of their keys, those that came longest ago first. */
  readonly pool: Map<string, Waiting>;
  /** Rows that fits and updates have taken in. */
  seen: number;
  readonly lineage: LineageEntry[];
}

/** A distance of the engine in the user's units: euclidean (not squared), or 1 − cosine. */
export function inUnits(distance: number, { metric, scale }: Space): number {
  return metric === 'cosine' ? Math.max(0, distance) : Math.sqrt(Math.max(0, distance)) / scale;
}
