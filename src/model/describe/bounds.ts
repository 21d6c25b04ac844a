import { mostFrequent } from '../../features/survey.ts';
import type { FieldTally, Tally } from './tallies.ts';

/** Fields told of each cluster at most. */
export const MOST_FIELDS = 64;
/** Values told of each field of a cluster at most. */
export const MOST_VALUES_OF_FIELD = 12;
/** Values told of each cluster at most. */
export const MOST_VALUES = 128;

/** The order in which fields are told: shorter paths first, so that x2 comes before x10, then by code units. */
export function byPath(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

/**
 * The most frequent fields and values of a tally, of equally frequent ones the first by code units; and all those that `known` tells of. Values come
 * by falling weight.
 */
export function bounded({ weight, fields }: Tally, known?: Tally): Tally {
  const frequent = mostFrequent(new Map([...fields].map(([path, { present }]) => [path, present])), MOST_FIELDS);
  const paths = union(frequent, known?.fields.keys()).filter((path) => fields.has(path));
  const out = new Map<string, FieldTally>();
  const values: { readonly path: string; readonly value: string; readonly weight: number }[] = [];
  for (const path of paths.sort(byPath)) {
    const field = fields.get(path) as FieldTally;
    out.set(path, { ...field, values: new Map() });
    for (const value of union(mostFrequent(field.values, MOST_VALUES_OF_FIELD), known?.fields.get(path)?.values.keys())) {
      values.push({ path, value, weight: field.values.get(value) ?? 0 });
    }
  }
  const ranked = values.sort((a, b) => b.weight - a.weight).slice(0, known ? Infinity : MOST_VALUES);
  for (const { path, value, weight: own } of ranked) if (own > 0) out.get(path)?.values.set(value, own);
  return { weight, fields: out };
}

/** What is known of a field in all rows together. */
export type FieldTotal = Pick<FieldTally, 'present' | 'numbers'> & { readonly values: Pick<ReadonlyMap<string, number>, 'get'> };

/** The tally of all rows of the clusters, of what they or `known` speak of; values in the order of their code units. */
export function totalOf(clusters: readonly Tally[], totals: (path: string) => FieldTotal | undefined, known?: Tally): Tally {
  const spoken = new Map<string, Set<string>>();
  for (const { fields } of known ? [known, ...clusters] : clusters) {
    for (const [path, { values }] of fields) {
      const found = spoken.get(path) ?? new Set<string>();
      spoken.set(path, found);
      for (const value of values.keys()) found.add(value);
    }
  }
  const fields = new Map<string, FieldTally>();
  for (const path of [...spoken.keys()].sort(byPath)) {
    const total = totals(path);
    if (total === undefined) continue;
    const values = [...(spoken.get(path) as Set<string>)].sort().map((value): [string, number] => [value, total.values.get(value) ?? 0]);
    fields.set(path, { present: total.present, numbers: total.numbers, values: new Map(values) });
  }
  return { weight: clusters.reduce((sum, { weight }) => sum + weight, 0), fields };
}

function union(first: readonly string[], second: Iterable<string> = []): string[] {
  return [...new Set([...first, ...second])];
}
