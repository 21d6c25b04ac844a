import type { FieldKind } from '../../features/types.ts';
import type { Moments } from './moments.ts';

/** What some rows have in one field. */
export interface FieldTally {
  /** Weight of the rows that have the field. */
  present: number;
  /** Weight of the rows that have each value (the terms of `termsOf`), the most frequent first. */
  readonly values: Map<string, number>;
  /** The field's numbers, where it has some. */
  numbers: Moments | null;
}

/** What some rows have in all fields. */
export interface Tally {
  readonly weight: number;
  /** By path, in the order of `byPath`; the columns of rows of numbers are called x0, x1, … */
  readonly fields: ReadonlyMap<string, FieldTally>;
}

/** Tallies of all clusters. */
export interface Tallies {
  readonly kinds: ReadonlyMap<string, FieldKind>;
  /** By label. */
  readonly clusters: readonly Tally[];
  /** Of all rows together, as far as some cluster's tally speaks of the same. */
  readonly all: Tally;
}
