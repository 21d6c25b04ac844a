import { bounded, totalOf } from './bounds.ts';
import { joinMoments } from './moments.ts';
import type { FieldTally, Tallies, Tally } from './tallies.ts';

const NOTHING: FieldTally = { present: 0, values: new Map(), numbers: null };

/**
 * The tallies with those of more rows, gathered with `known` so that they tell of all that is told already; of as many clusters as the larger has.
 * A field or value that is new in a cluster's tally counts from the new rows alone: its share is then a lower bound.
 */
export function extendTallies(known: Tallies, more: Tallies): Tallies {
  const empty: Tally = { weight: 0, fields: new Map() };
  const k = Math.max(known.clusters.length, more.clusters.length);
  const clusters = Array.from({ length: k }, (_, label) => bounded(join(known.clusters[label] ?? empty, more.clusters[label] ?? empty)));
  const all = totalOf(clusters, (path) => joinFields(known.all.fields.get(path), more.all.fields.get(path)));
  const kinds = new Map([...more.kinds, ...known.kinds]);
  return { kinds: new Map([...all.fields.keys()].map((path) => [path, kinds.get(path) ?? 'category'])), clusters, all };
}

/** The tallies once the rows of cluster `from` belong to cluster `into`, and `from` has none. */
export function joinClusters({ kinds, clusters, all }: Tallies, into: number, from: number): Tallies {
  const joined = bounded(join(clusters[into], clusters[from]));
  const next = clusters.map((tally, label) => (label === into ? joined : label === from ? { weight: 0, fields: new Map() } : tally));
  return { kinds, clusters: next, all };
}

function join(a: Tally, b: Tally): Tally {
  const paths = new Set([...a.fields.keys(), ...b.fields.keys()]);
  return {
    weight: a.weight + b.weight,
    fields: new Map([...paths].map((path) => [path, joinFields(a.fields.get(path), b.fields.get(path))])),
  };
}

function joinFields(a: FieldTally = NOTHING, b: FieldTally = NOTHING): FieldTally {
  const values = new Map(a.values);
  for (const [value, weight] of b.values) values.set(value, (values.get(value) ?? 0) + weight);
  return { present: a.present + b.present, values, numbers: joinMoments(a.numbers, b.numbers) };
}
