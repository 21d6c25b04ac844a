import type { FieldKind } from '../../features/types.ts';
import { contrastOf, restWeight, type Trait } from './contrast.ts';
import { elementFields } from './elements.ts';
import { deviationOf, type Moments } from './moments.ts';
import { selectorOf } from './selector.ts';
import type { Tallies, Tally } from './tallies.ts';

/** A cluster in the user's own fields, as plain JSON data. Shares are weighted as the rows are. */
export interface ClusterDescription {
  readonly label: number;
  /** Short, and no other cluster's; once given it stays with the label. */
  readonly name: string;
  /** Weight of the cluster's rows: their number where no weights were given. */
  readonly count: number;
  /** Share of all rows, 0 to 1. */
  readonly share: number;
  /** What its rows have in each field, those that most rows have first; of rows of numbers the columns x0, x1, … */
  readonly fields: readonly FieldDescription[];
  /** What sets it apart from all other rows, the strongest first; none where there are no others. */
  readonly distinctions: readonly Trait[];
  /** Index of the training row nearest to the centroid (the medoid in this sense); null where no row of weight trained it. */
  readonly example: number | null;
  /** A CSS selector that most of its elements match; null where the records are not elements. */
  readonly selector: string | null;
}

/** What the rows of a cluster have in one field. */
export interface FieldDescription {
  readonly field: string;
  /** What the values are, see `termsOf`: of `tokens` and `text` the words, of `identifier` values with digit runs as 0, of `url` beginnings. */
  readonly kind: FieldKind;
  /** Share of the cluster's rows that have the field; of sparse rows of numbers, whose value is not left out. */
  readonly share: number;
  /** The most frequent values, at most 5, with the share of the cluster's rows that have each. */
  readonly values: readonly { readonly value: string; readonly share: number }[];
  /** Its numbers; null where it has none. */
  readonly numbers: NumberDescription | null;
}

/** The numbers of a field; those beyond ±1e150 count as ±1e150. */
export interface NumberDescription {
  readonly mean: number;
  /** Standard deviation, as of a whole population. */
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

const MOST_VALUES = 5;
const MOST_DISTINCTIONS = 8;
/** Differences below this do not set a cluster apart. */
const LEAST_EFFECT = 0.1;

/** Describes every cluster, by label. */
export function describeClusters(
  tallies: Tallies,
  { names, counts, examples }: { readonly names: readonly string[]; readonly counts: Float64Array; readonly examples: ArrayLike<number> },
): ClusterDescription[] {
  const traitsOf = contrastOf(tallies);
  const elements = elementFields(tallies);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return tallies.clusters.map((tally, label): ClusterDescription => {
    const traits = traitsOf(label);
    const isAlone = restWeight(tallies.all, tally) === 0;
    return {
      label,
      name: names[label],
      count: counts[label],
      share: counts[label] / total,
      fields: fieldsOf(tally, tallies),
      distinctions: isAlone ? [] : traits.filter(({ effect }) => Math.abs(effect) >= LEAST_EFFECT).slice(0, MOST_DISTINCTIONS),
      example: examples[label] < 0 ? null : examples[label],
      selector: elements && selectorOf(tallies, label, traits, elements),
    };
  });
}

function fieldsOf({ weight, fields }: Tally, { kinds }: Tallies): FieldDescription[] {
  const described = [...fields].map(([field, { present, values, numbers }]): FieldDescription => {
    const frequent = [...values].slice(0, MOST_VALUES).map(([value, own]) => ({ value, share: own / weight }));
    return {
      field,
      kind: kinds.get(field) ?? 'category',
      share: present / weight,
      values: frequent,
      numbers: numbers && describeNumbers(numbers),
    };
  });
  return described.sort((a, b) => b.share - a.share); // stable: else in the order of the fields
}

/** Adding 0 turns −0 into 0, as JSON does. */
function describeNumbers(numbers: Moments): NumberDescription {
  return { mean: numbers.mean + 0, deviation: deviationOf(numbers), least: numbers.least + 0, most: numbers.most + 0 };
}
