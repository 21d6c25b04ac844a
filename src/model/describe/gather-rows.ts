import { MOST_FIELDS, totalOf } from './bounds.ts';
import { effectOfMeans } from './contrast.ts';
import { type Moments, withoutMoments } from './moments.ts';
import type { FieldTally, Tallies, Tally } from './tallies.ts';

/** A column of some rows. */
export interface Column extends FieldTally {
  readonly column: number;
  readonly numbers: Moments;
}

/** The columns of rows of numbers, once these have been looked at: those of all rows together and, label by label, those of a cluster, by their numbers. */
export interface SurveyedRows {
  /** Weight of the rows of each label. */
  readonly totals: Float64Array;
  all(): Column[];
  of(label: number): Column[];
}

/**
 * Tallies of rows of numbers, their columns called x0, x1, …: of more than 64 columns those that `known` tells of a cluster, else those that set it
 * apart most. A value that a sparse row leaves out is 0, but not present.
 */
export function tallyRows(surveyed: SurveyedRows, known?: Tallies): Tallies {
  const together = new Map(surveyed.all().map((one) => [one.column, one]));
  const clusters = Array.from(surveyed.totals, (weight, label): Tally => {
    const columns = surveyed.of(label);
    const told = known?.clusters[label]?.fields ?? new Map<string, FieldTally>();
    const kept = told.size > 0 ? columns.filter(({ column }) => told.has(nameOf(column))) : strongest(columns, together);
    return { weight, fields: new Map(kept.map((one) => [nameOf(one.column), one])) };
  });
  const all = totalOf(clusters, (path) => together.get(Number(path.slice(1))), known?.all);
  return { kinds: new Map([...all.fields.keys()].map((path) => [path, 'number'])), clusters, all };
}

/** A column; `present`: the weight of the rows that have it. */
export function columnOf(column: number, numbers: Moments, present: number): Column {
  return { column, present, values: new Map(), numbers };
}

/** The 64 columns that set a cluster apart most, of equals the first. */
function strongest(own: Column[], all: ReadonlyMap<number, Column>): Column[] {
  if (own.length <= MOST_FIELDS) return own;
  const strengths = Float64Array.from(own, ({ column, numbers }) => {
    const others = withoutMoments((all.get(column) as Column).numbers, numbers);
    return others ? Math.abs(effectOfMeans(numbers, others)) : 0;
  });
  const least = strengths.slice().sort()[own.length - MOST_FIELDS];
  const stronger = strengths.reduce((count, strength) => count + Number(strength > least), 0);
  let equals = MOST_FIELDS - stronger;
  return own.filter((_, i) => strengths[i] > least || (strengths[i] === least && equals-- > 0));
}

function nameOf(column: number): string {
  return `x${column}`;
}
