import type { FrameField } from '../../features/frame/types.ts';

/**
 * Where the values of a field are cut into bins: a value's bin is 1 + the number of cuts below it, and what is missing is in bin 0. Numbers are cut
 * halfway between neighbouring values; where there are more of these than bins, so that each bin weighs about as much. Levels have a bin each.
 * @param values NaN where missing; not changed
 * @param weights one a value
 * @param most bins at most, without that of what is missing
 */
export function cutsOf(field: FrameField, values: Float64Array, weights: Float64Array, most: number): Float64Array {
  if (field.kind === 'category') {
    const bins = field.levels.length + Number(field.others);
    return Float64Array.from({ length: Math.max(0, bins - 1) }, (_, level) => level);
  }
  const { distinct, totals } = distinctValues(values, weights);
  const ends = distinct.length <= most ? distinct.map((_, i) => i) : shareOut(totals, most);
  return Float64Array.from(ends.subarray(0, -1), (end) => between(distinct[end], distinct[end + 1]));
}

interface Distinct {
  /** Rising. */
  readonly distinct: Float64Array;
  /** Weight of each. */
  readonly totals: Float64Array;
}

function distinctValues(values: Float64Array, weights: Float64Array): Distinct {
  const sorted = values.slice().sort(); // NaN last
  let present = sorted.length;
  while (present > 0 && Number.isNaN(sorted[present - 1])) present--;
  const totals = new Float64Array(present);
  let count = 0;
  for (let i = 0; i < present; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i];
    totals[count - 1]++;
  }
  const distinct = sorted.subarray(0, count);
  if (weights.some((weight) => weight !== 1)) weigh(distinct, totals, values, weights);
  return { distinct, totals: totals.subarray(0, count) };
}

/** Sums the weights of each distinct value. */
function weigh(distinct: Float64Array, totals: Float64Array, values: Float64Array, weights: Float64Array): void {
  const places = new Map(Array.from(distinct, (value, place) => [value, place]));
  totals.fill(0);
  values.forEach((value, row) => {
    const place = places.get(value);
    if (place !== undefined) totals[place] += weights[row];
  });
}

/** Ends of `bins` runs of neighbours, each of about the share of the weight that is left; a value that weighs more has a bin for itself. */
function shareOut(totals: Float64Array, bins: number): Float64Array {
  const ends = new Float64Array(bins);
  let left = totals.reduce((sum, total) => sum + total, 0);
  let next = 0;
  for (let bin = 0; bin < bins; bin++) {
    const share = left / (bins - bin);
    const last = totals.length - (bins - bin); // so that a value is left for each bin to come
    let taken = totals[next];
    while (next < last && taken + totals[next + 1] / 2 <= share) taken += totals[++next];
    ends[bin] = next++;
    left -= taken;
  }
  ends[bins - 1] = totals.length - 1;
  return ends;
}

/** A number from a up to, not including, b > a: halfway where there is one. */
function between(a: number, b: number): number {
  const middle = a / 2 + b / 2;
  return middle >= a && middle < b ? middle : a;
}
