import type { CheckedInput } from '../../core/input.ts';
import { type TracedToken, traceTokens } from '../../features/trace.ts';
import type { ColumnDescription, Encoder } from '../../features/types.ts';

/** What a column holds of one record, or a share of that. */
export interface ColumnPart extends ColumnDescription {
  /** From 0 to 1; the shares of a column sum to 1. */
  readonly share: number;
}

/**
 * Answers what a column holds of the first row: of records by the encoder's description, or, where tokens of the record went into the column, these by
 * their amounts; of rows of numbers the column itself.
 */
export function columnReader(input: CheckedInput, encoder: Encoder | null): (column: number) => readonly ColumnPart[] {
  if (input.kind !== 'records' || encoder === null) return (column) => [{ field: `x${column}`, family: 'number', share: 1 }];
  const described = (column: number): ColumnPart[] => [{ ...encoder.describeColumn(column), share: 1 }];
  const { state } = encoder;
  if (state.layout !== 'tokens') return described;
  const traced = new Map<number, TracedToken[]>();
  for (const token of traceTokens(state, input.records[0])) {
    if (token.amount > 0) traced.set(token.column, [...(traced.get(token.column) ?? []), token]);
  }
  return (column) => {
    const tokens = traced.get(column);
    if (tokens === undefined) return described(column);
    const sum = tokens.reduce((all, { amount }) => all + amount, 0);
    return tokens.map(({ field, family, value, amount }) => ({
      field,
      family,
      ...(family === 'name' ? {} : { value }),
      share: amount / sum,
    }));
  };
}
