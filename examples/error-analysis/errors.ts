// What labels get wrong, counted in pairs of elements: merged wrongly are two of different roles in one cluster, split wrongly two of one role in
// different clusters.
import type { DomElement, Split } from '../../data/elements.ts';
import { crossTabulate } from '../../src/metrics/contingency.ts';

export interface PairErrors {
  readonly merged: number;
  /** Of the merged: equal in every attribute, so that no model can tell them apart. */
  readonly mergedEqual: number;
  /** Of the merged: the same attributes by name, but other values. */
  readonly mergedSameNames: number;
  /** The attributes, by name, that most of the merged have, and how many of these pairs. */
  readonly mostMerged: { readonly names: string; readonly pairs: number };
  readonly split: number;
  /** Of the split: the same attributes by name. */
  readonly splitSameNames: number;
}

export function countErrors({ elements, truth }: Split, labels: Int32Array): PairErrors {
  const texts = elements.map(textOf);
  const names = elements.map(namesOf);
  const pairsOf = (members: Iterable<number>, ...keys: readonly ArrayLike<unknown>[]): number => {
    const groups = Map.groupBy(members, (i) => keys.map((key) => key[i]).join('\n'));
    return [...groups.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
  };
  const pairs = (...keys: readonly ArrayLike<unknown>[]): number => pairsOf(elements.keys(), ...keys);
  const byNames = [...Map.groupBy(elements.keys(), (i) => names[i])];
  const mergedByNames = byNames.map(([name, members]) => ({
    names: name,
    pairs: pairsOf(members, labels) - pairsOf(members, labels, truth),
  }));
  const mergedEqual = pairs(labels, texts) - pairs(labels, texts, truth);
  return {
    merged: pairs(labels) - pairs(labels, truth),
    mergedEqual,
    mergedSameNames: pairs(labels, names) - pairs(labels, names, truth) - mergedEqual,
    mostMerged: worst(mergedByNames, 1)[0],
    split: pairs(truth) - pairs(truth, labels),
    splitSameNames: pairs(truth, names) - pairs(truth, names, labels),
  };
}

/** Two groups of elements that are wrongly together or apart, and an element of each: the most frequent one. */
export interface Mistake {
  readonly roles: readonly [number, number];
  /** Wrong pairs of elements. */
  readonly pairs: number;
  readonly examples: readonly [DomElement, DomElement];
}

/** The pairs of roles that are in one cluster most often, the worst first. */
export function confusedRoles(split: Split, labels: Int32Array, count: number): Mistake[] {
  const found = new Map<string, { roles: [number, number]; pairs: number; largest: number; cluster: number }>();
  for (const [cluster, members] of byCluster(split, labels)) {
    members.forEach(([a, first], i) => {
      for (const [b, second] of members.slice(i + 1)) {
        const key = `${a} ${b}`;
        const pair = found.get(key) ?? { roles: [a, b], pairs: 0, largest: 0, cluster };
        found.set(key, pair);
        pair.pairs += first * second;
        if (first * second > pair.largest) Object.assign(pair, { largest: first * second, cluster });
      }
    });
  }
  return worst([...found.values()], count).map(({ roles, pairs, cluster }) => ({
    roles,
    pairs,
    examples: [mostFrequent(split, labels, roles[0], cluster), mostFrequent(split, labels, roles[1], cluster)],
  }));
}

/** The roles with the most pairs in different clusters, the worst first; the examples are of the two largest of these clusters. */
export function splitRoles(split: Split, labels: Int32Array, count: number): Mistake[] {
  const { classes, clusters, classSizes, cells } = crossTabulate(split.truth, labels);
  const roles = [...Map.groupBy(cells, ([role]) => role)].map(([role, parts]) => ({
    role: Number(classes[role]),
    pairs: (classSizes[role] ** 2 - parts.reduce((sum, [, , rows]) => sum + rows ** 2, 0)) / 2,
    parts: parts.toSorted(([, , a], [, , b]) => b - a).map(([, cluster]) => Number(clusters[cluster])),
  }));
  const several = roles.filter(({ parts }) => parts.length > 1);
  return worst(several, count).map(({ role, pairs, parts }) => ({
    roles: [role, role],
    pairs,
    examples: [mostFrequent(split, labels, role, parts[0]), mostFrequent(split, labels, role, parts[1])],
  }));
}

/** How one role fared: the cluster that most of it is in, against the role. */
export interface RoleOutcome {
  readonly role: number;
  readonly size: number;
  /** Clusters that have elements of it. */
  readonly clusters: number;
  /** Share of the role in that cluster. */
  readonly together: number;
  /** Share of that cluster that is of the role. */
  readonly pure: number;
  /** Elements of the role that a shared twin, equal in every attribute, has with another role. */
  readonly ambiguous: number;
  /** The most frequent other role there; null where there is none. */
  readonly rival: number | null;
}

/** Roles with at least `least` elements by how many elements their harmonic mean of `together` and `pure` loses, the worst first. */
export function worstRoles(split: Split, labels: Int32Array, least: number, count: number): RoleOutcome[] {
  const clusters = byCluster(split, labels);
  const rolesOf = Map.groupBy(split.truth.keys(), (i) => textOf(split.elements[i]));
  const shared = [...rolesOf.values()].filter((twins) => new Set(twins.map((i) => split.truth[i])).size > 1).flat();
  const outcomes = [...Map.groupBy(split.truth.keys(), (i) => split.truth[i])].map(([role, members]): RoleOutcome => {
    const parts = [...Map.groupBy(members, (i) => labels[i])].sort(([, a], [, b]) => b.length - a.length);
    const [label, main] = parts[0];
    const inside = clusters.get(label) as [number, number][];
    const all = inside.reduce((sum, [, rows]) => sum + rows, 0);
    const rival = inside.filter(([other]) => other !== role).sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
    const ambiguous = shared.filter((i) => split.truth[i] === role).length;
    const { length: size } = members;
    return { role, size, clusters: parts.length, together: main.length / size, pure: main.length / all, ambiguous, rival };
  });
  const lost = ({ size, together, pure }: RoleOutcome): number => size * (1 - (2 * together * pure) / (together + pure));
  return outcomes
    .filter(({ size }) => size >= least)
    .sort((a, b) => lost(b) - lost(a))
    .slice(0, count);
}

/** The best labels that elements can give: equal ones get the role that most of them have. */
export function bestLabels({ elements, truth }: Split): Int32Array {
  const labels = new Int32Array(elements.length);
  for (const twins of Map.groupBy(elements.keys(), (i) => textOf(elements[i])).values()) {
    const roles = [...Map.groupBy(twins, (i) => truth[i])].sort(([, a], [, b]) => b.length - a.length);
    for (const i of twins) labels[i] = roles[0][0];
  }
  return labels;
}

/** Names of the fields in which two elements differ. */
export function differences(a: DomElement, b: DomElement): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
}

/** For each label the roles in it with their numbers of elements. */
function byCluster({ truth }: Split, labels: Int32Array): Map<number, [number, number][]> {
  const { classes, clusters, cells } = crossTabulate(truth, labels);
  const grouped = Map.groupBy(cells, ([, cluster]) => Number(clusters[cluster]));
  return new Map([...grouped].map(([label, inside]) => [label, inside.map(([role, , rows]) => [Number(classes[role]), rows])]));
}

function mostFrequent({ elements, truth }: Split, labels: Int32Array, role: number, label: number): DomElement {
  const members = [...elements.keys()].filter((i) => truth[i] === role && labels[i] === label);
  const twins = [...Map.groupBy(members, (i) => textOf(elements[i])).values()].sort((a, b) => b.length - a.length);
  return elements[twins[0][0]];
}

function worst<Found extends { pairs: number }>(found: Found[], count: number): Found[] {
  return found.sort((a, b) => b.pairs - a.pairs).slice(0, count);
}

function textOf(element: DomElement): string {
  return JSON.stringify(Object.entries(element).sort());
}

/** Names of the attributes; the tag, which all elements have, is none. */
function namesOf({ type: _tag, ...attributes }: DomElement): string {
  return Object.keys(attributes).sort().join(' ');
}
