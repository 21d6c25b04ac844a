import type { Pace } from '../../core/pace.ts';
import type { Space } from '../../matrix/space.ts';
import type { Draft } from './draft.ts';
import type { Waiting } from './ledger.ts';
import { divided, lengthOf } from './moves.ts';
import { type Neighbours, neighboursOf } from './neighbours.ts';
import { COVERED, radiusFor, spreadOf } from './reach.ts';
import { addRow, distanceTo, rowOf, scatter } from './row.ts';
import { distancesTo } from './territory.ts';

/** Times that a group is gathered anew around its mean, at most. */
const MOST_ROUNDS = 10;

export interface DetectOptions {
  /** Weight that a group must have to become a cluster. */
  readonly minClusterSize: number;
  readonly pace: Pace;
  /** Told the share that is done. */
  readonly onProgress: (done: number) => void;
}

/** A group of waiting rows that became a cluster. */
export interface Found {
  readonly cluster: number;
  /** Weight of its rows. */
  readonly size: number;
}

/**
 * Clusters among waiting rows, looked for around those that came last: DP-means (Kulis & Jordan 2012) one cluster at a time. A row leads, the heaviest
 * first; the waiting rows within reach of it, then of their mean, until these stay the same, are a group. It becomes a cluster when it is heavy enough
 * and cannot be the fringe of one: near a cluster (within reach of it, or within twice its radius) it must outweigh the 5 % that a spread leaves out,
 * and its mean must lie outside the radius. Rows of a fringe do not lead again. Each new cluster goes into the draft, its rows settled.
 */
export async function detect(draft: Draft, { minClusterSize, pace, onProgress }: DetectOptions): Promise<Found[]> {
  const leaders = draft.fresh;
  if (leaders.length === 0) return [];
  const { space } = draft.base;
  const crowd = crowdOf(draft, leaders.length);
  const { rows, settled } = crowd;
  const order = Int32Array.from(leaders.keys(), (i) => rows.length - leaders.length + i);
  order.sort((a, b) => rows[b].weight - rows[a].weight || a - b);
  const idle = new Uint8Array(rows.length);
  const found: Found[] = [];
  for (const [i, leader] of order.entries()) {
    await pace();
    onProgress(i / order.length);
    if (settled[leader] || idle[leader]) continue;
    const group = gather(crowd, leader, minClusterSize, space);
    if (group === null) continue;
    if (isFringe(group, draft)) for (const row of group.members) idle[row] = 1;
    else found.push(settle(group, draft, crowd));
  }
  return found;
}

/** Waiting rows as they are searched: the fresh ones last. */
interface Crowd {
  readonly rows: readonly Waiting[];
  readonly near: Neighbours;
  readonly reach: number;
  /** 1 for a row that has a cluster by now. */
  readonly settled: Uint8Array;
}

function crowdOf({ base, waiting }: Draft, searches: number): Crowd {
  const near = neighboursOf(waiting, base.space, searches);
  return { rows: waiting, near, reach: base.ledger().reach, settled: new Uint8Array(waiting.length) };
}

interface Group {
  /** Numbers in the crowd, rising. */
  readonly members: readonly number[];
  readonly weight: number;
  readonly centroid: Float32Array;
  readonly mass: number;
}

/** The group that a row leads to; null where it weighs too little. */
function gather({ rows, near, reach, settled }: Crowd, leader: number, least: number, space: Space): Group | null {
  const weightOf = (members: readonly number[]): number => members.reduce((sum, i) => sum + rows[i].weight, 0);
  const around = (vector: Float32Array): number[] => near.within(vector, reach).filter((i) => !settled[i]);
  let members = around(scatter(rows[leader], new Float32Array(space.columns)));
  if (!members.includes(leader)) members = [...members, leader].sort((a, b) => a - b); // by rounding, or because it has no direction
  if (weightOf(members) < least) return null;
  for (let round = 0; ; round++) {
    const weight = weightOf(members);
    const mean = meanOf(
      members.map((i) => rows[i]),
      weight,
      space,
    );
    const next = around(mean.centroid);
    const same = next.length === members.length && next.every((row, i) => row === members[i]);
    if (same || round === MOST_ROUNDS || weightOf(next) < least) return { members, weight, ...mean };
    members = next;
  }
}

/** Makes a group a cluster. */
function settle({ members, weight, centroid, mass }: Group, draft: Draft, { rows, reach, settled }: Crowd): Found {
  const distances = Float64Array.from(members, (i) => distanceTo(rows[i], centroid, 0, draft.base.space));
  const weights = Float64Array.from(members, (i) => rows[i].weight);
  const radius = radiusFor(spreadOf(distances, weights), reach, reach);
  const cluster = draft.addCentroid({ centroid, mass, radius, count: weight });
  draft.note({ action: 'found', from: [], into: cluster });
  for (const i of members) {
    settled[i] = 1;
    draft.settle(rows[i], cluster);
  }
  return { cluster, size: weight };
}

/** Mean of rows that weigh `weight` together, or its direction. */
function meanOf(rows: readonly Waiting[], weight: number, { columns, metric }: Space): { centroid: Float32Array; mass: number } {
  const sum = new Float64Array(columns);
  for (const row of rows) addRow(row, row.weight, sum);
  const mass = metric === 'cosine' ? lengthOf(sum) : weight;
  return { centroid: divided(sum, mass > 0 ? mass : 1), mass };
}

/** Whether a group may be no more than the outliers of a cluster, known or new. */
function isFringe({ centroid, weight }: Group, draft: Draft): boolean {
  const { space, k, ledger, centroids } = draft.base;
  const { reach, radii } = ledger();
  const mean = rowOf(centroid, 0, space);
  const fringeOf = (distance: number, radius: number, count: number): boolean => {
    const twice = space.metric === 'cosine' ? 2 * radius : 4 * radius; // the engine squares euclidean distances
    return distance <= radius || (distance <= Math.max(reach, twice) && weight <= (1 - COVERED) * count);
  };
  return (
    distancesTo(mean, centroids, space).some((distance, c) => fringeOf(distance, radii[c], draft.countOf(c))) ||
    draft.added.some((other, i) => fringeOf(distanceTo(mean, other.centroid, 0, space), other.radius, draft.countOf(k + i)))
  );
}
