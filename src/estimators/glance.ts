import type { Input } from '../core/types.ts';

/** Rows as far as their cost goes. */
export interface RowsShape {
  readonly rows: number;
  readonly columns: number;
  /** Values that sparse rows hold in all (default: dense rows). */
  readonly values?: number;
}

/** Where rows and columns, and what is kept of a row, come to less than this, no fit is too large. */
const MODEST = 2 ** 24;
const KEPT = 64;

/** Whether a fit of rows of this shape may be too large, so that it has to be looked into; see `shape.ts`. */
export function mayBeTooLarge({ rows, columns, values = 0 }: RowsShape): boolean {
  return rows * (columns + KEPT) + values >= MODEST;
}

/** The shape that rows seem to have, by a look at their lengths before anything is read or copied; undefined for records and for what is no input. */
export function glance(input: Input): RowsShape | undefined {
  if (Array.isArray(input)) {
    const first: unknown = input[0];
    return Array.isArray(first) || ArrayBuffer.isView(first)
      ? { rows: input.length, columns: (first as unknown as ArrayLike<number>).length }
      : undefined;
  }
  if (typeof input !== 'object' || input === null) return undefined;
  const { rows, columns, values, data } = input as Partial<
    Record<'rows' | 'columns', number> & Record<'values' | 'data', ArrayLike<number>>
  >;
  if (rows === undefined || columns === undefined) return undefined;
  if (data) return data.length === rows * columns ? { rows, columns } : undefined;
  return values && { rows, columns, values: values.length };
}
