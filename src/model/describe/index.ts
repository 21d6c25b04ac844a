// All that is told of clusters in the user's own fields; the class loads it when it is first needed.
import type { CheckedInput } from '../../core/input.ts';
import { once } from '../../core/once.ts';
import type { Pace } from '../../core/pace.ts';
import type { Fit } from '../../estimators/fit.ts';
import type { Encoder } from '../../features/types.ts';
import { filledIn, isSparse } from '../../matrix/space.ts';
import type { DescribedClustering, Profile } from '../profile.ts';
import { type ClusterDescription, describeClusters } from './describe.ts';
import { examplesOf } from './examples.ts';
import { gatherRecords } from './gather-records.ts';
import { tallyRows } from './gather-rows.ts';
import { extendTallies, joinClusters } from './merge.ts';
import { nameClusters } from './names.ts';
import { packTallies, unpackTallies } from './pack.ts';
import type { LabelledRows } from './rows-by-label.ts';
import { isTellable, surveyDense, surveyMeasured } from './survey-dense.ts';
import { surveySparse } from './survey-sparse.ts';
import type { Tallies } from './tallies.ts';

export { explainRow } from './explain.ts';

/** Rows to profile: as they were given and checked, with their labels and the encoder of the model (null for rows of numbers). */
export interface ProfiledRows extends LabelledRows {
  readonly input: CheckedInput;
  readonly encoder: Encoder | null;
  /** For each label the row that stands for it, in the numbering of the model's training rows; -1 or missing where there is none. */
  readonly examples?: Int32Array;
}

/** Completes what a fit has learned, from the rows as they were given: these are looked at now, and told of when that is first asked for. */
export async function describeFit(
  { clustering, numeric, weights, measured }: Fit,
  input: CheckedInput,
  pace: Pace,
): Promise<DescribedClustering> {
  const { labels, k, encoder, centroids, space } = clustering;
  const rows = { labels, k, weights, input: filledIn(input, space), encoder };
  const known = measured !== null && input.kind === 'dense' && isTellable(space);
  const examples = known ? measured.nearest : examplesOf(numeric, rows, centroids, space);
  const surveyed = known ? surveyMeasured(input, measured, centroids, space) : null;
  const tallies = surveyed ? () => tallyRows(surveyed) : await look(rows, pace);
  const told = once(() => {
    const profile = packTallies(tallies(), examples);
    return { profile, names: nameNew(profile, encoder) };
  });
  return { ...clustering, told };
}

/** Statistics of the rows of each label. */
export async function profileOf(rows: ProfiledRows, pace: Pace): Promise<Profile> {
  return packTallies((await look(rows, pace))(), examplesIn(rows));
}

/**
 * A profile with those of more rows, whose labels may be new ones too; the profile given stays as it is. Fields and values that only the new rows bring
 * to the fore count from these alone: their shares are then lower bounds.
 */
export async function extendProfile(profile: Profile, rows: ProfiledRows, pace: Pace): Promise<Profile> {
  const known = talliesOf(profile);
  const tallies = extendTallies(known, (await look(rows, pace, known))());
  const [first, second] = [profile.arrays.examples, examplesIn(rows)];
  const examples = Int32Array.from(tallies.clusters, (_, label) => (first[label] >= 0 ? first[label] : (second[label] ?? -1)));
  return packTallies(tallies, examples);
}

/** A profile once all rows of label `from` have label `into`; `from` stays, without rows. */
export function joinProfile(profile: Profile, into: number, from: number): Profile {
  const { examples } = profile.arrays;
  const next = Int32Array.from(examples, (example, label) =>
    label === from ? -1 : label === into && example < 0 ? examples[from] : example,
  );
  return packTallies(joinClusters(talliesOf(profile), into, from), next);
}

/**
 * A profile with that of another model's clusters: what is told there of cluster c is told here of label `labels[c]`, of which there are then `k`. Examples
 * of the other model are rows that this one does not know.
 */
export function takeProfile(profile: Profile, other: Profile, labels: Int32Array, k: number): Profile {
  const { kinds, clusters, all } = talliesOf(other);
  const empty = { weight: 0, fields: new Map() };
  const first = k - clusters.length;
  let tallies = extendTallies(talliesOf(profile), {
    kinds,
    clusters: Array.from({ length: k }, (_, c) => clusters[c - first] ?? empty),
    all,
  });
  labels.forEach((label, c) => {
    if (label !== first + c) tallies = joinClusters(tallies, label, first + c);
  });
  return packTallies(
    tallies,
    Int32Array.from(tallies.clusters, (_, label) => profile.arrays.examples[label] ?? -1),
  );
}

/** Names by label: those given, and new ones where there is none (undefined or ''), which stay clear of them. */
export function nameNew(profile: Profile, encoder: Encoder | null, given?: readonly (string | undefined)[]): string[] {
  return nameClusters(talliesOf(profile), encoder ? ' · ' : ', ', given);
}

/** Describes every cluster of a model, by label. Throws `CORRUPT_MODEL` where its profile is damaged. */
export function describeModel({ told, counts: weights, ids }: DescribedClustering): ClusterDescription[] {
  const { profile, names } = told();
  const counts = new Float64Array(weights.length);
  weights.forEach((weight, c) => {
    counts[ids[c]] += weight;
  });
  const described = describeClusters(talliesOf(profile), { names, counts, examples: profile.arrays.examples });
  return described.filter(({ label }) => ids[label] === label);
}

/** Looks at rows, and answers what makes their tallies, which tell of all that `known` tells of. */
async function look({ input, encoder, ...rows }: ProfiledRows, pace: Pace, known?: Tallies): Promise<() => Tallies> {
  if (input.kind === 'records') {
    const tallies = await gatherRecords(input.records, (encoder as Encoder).state, rows, pace, known);
    return () => tallies;
  }
  const surveyed = await (isSparse(input) ? surveySparse(input, rows, pace) : surveyDense(input, rows, pace));
  return () => tallyRows(surveyed, known);
}

function examplesIn({ k, examples }: ProfiledRows): Int32Array {
  return examples ?? new Int32Array(k).fill(-1);
}

function talliesOf(profile: Profile): Tallies {
  return unpackTallies(profile);
}
