import { MOST_VALUES, MOST_VALUES_OF_FIELD } from './bounds.ts';
import { deviationOf, type Moments, withoutMoments } from './moments.ts';
import type { Tallies, Tally } from './tallies.ts';

/** One way in which a cluster differs from the rest of the rows. */
export interface Trait {
  readonly field: string;
  /** The value that is more or less frequent here; null where it is the field's being there, or its numbers. */
  readonly value: string | null;
  /** What is compared: the share of the rows that have it, or the mean of the field's numbers. */
  readonly measure: 'share' | 'mean';
  readonly here: number;
  readonly elsewhere: number;
  /**
   * Effect size, from −1 to 1: the point-biserial correlation between belonging to the cluster and having the value (or the number), the cluster and
   * the rest counting alike. For means it is d / √(d² + 4) of Cohen's d, the standardised mean difference (Cohen, "Statistical power analysis for
   * the behavioral sciences", 1988). 1: all here and none elsewhere; 0: no difference; below 0: rarer, or lower, here.
   */
  readonly effect: number;
}

/** Values that fewer of all rows have are not missed in a cluster without them. */
const COMMON = 0.1;

/**
 * Answers the traits of a cluster, the strongest first; equally strong ones in the order of the fields, what is missing here last. Where there are no
 * other rows, elsewhere is 0.
 */
export function contrastOf({ clusters, all }: Tallies): (label: number) => Trait[] {
  const common = [...sharesIn(all)].filter(([, , weight]) => weight >= COMMON * all.weight);
  return (label) => {
    const own = clusters[label];
    const rest = restWeight(all, own);
    const traits: Trait[] = [];
    const compare = (field: string, value: string | null, mine: number, total: number): void => {
      const here = own.weight > 0 ? mine / own.weight : 0;
      const elsewhere = rest > 0 ? Math.min(1, Math.max(0, total - mine) / rest) : 0;
      traits.push({ field, value, measure: 'share', here, elsewhere, effect: effectOfShares(here, elsewhere) });
    };
    for (const [field, { numbers }] of own.fields) {
      const total = all.fields.get(field)?.numbers;
      const others = numbers && total && withoutMoments(total, numbers);
      if (others) {
        const effect = effectOfMeans(numbers, others);
        traits.push({ field, value: null, measure: 'mean', here: numbers.mean, elsewhere: others.mean, effect });
      }
    }
    let listed = 0;
    for (const [field, value, weight] of sharesIn(own)) {
      compare(field, value, weight, weightOf(all, field, value) ?? weight);
      listed += Number(value !== null);
    }
    for (const [field, value, weight] of common) {
      // where values had to be left out, one that is not listed may be there all the same
      const isComplete = listed < MOST_VALUES && (own.fields.get(field)?.values.size ?? 0) < MOST_VALUES_OF_FIELD;
      if (isComplete && weightOf(own, field, value) === undefined) compare(field, value, 0, weight);
    }
    return traits.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  };
}

/** Fields (value null) and values of a tally with their weights. */
function* sharesIn({ fields }: Tally): Generator<[field: string, value: string | null, weight: number]> {
  for (const [field, { present, values }] of fields) {
    yield [field, null, present];
    for (const [value, weight] of values) yield [field, value, weight];
  }
}

function weightOf({ fields }: Tally, field: string, value: string | null): number | undefined {
  const tally = fields.get(field);
  return value === null ? tally?.present : tally?.values.get(value);
}

/** Weight of the rows in other clusters; 0 where there is but rounding. */
export function restWeight(all: Tally, own: Tally): number {
  const rest = all.weight - own.weight;
  return rest > all.weight * 1e-9 ? rest : 0;
}

/** The effect size of two means, see {@link Trait}. */
export function effectOfMeans(own: Moments, others: Pick<Moments, 'weight' | 'mean' | 'squares'>): number {
  const difference = own.mean - others.mean;
  if (difference === 0) return 0;
  const [here, elsewhere] = [deviationOf(own) / difference, deviationOf(others) / difference];
  return Math.sign(difference) / Math.sqrt(1 + 2 * (here * here + elsewhere * elsewhere));
}

/** The same of two shares: a share is the mean of zeros and ones. */
function effectOfShares(here: number, elsewhere: number): number {
  const both = here + elsewhere;
  return both > 0 && both < 2 ? (here - elsewhere) / Math.sqrt(both * (2 - both)) : 0;
}
