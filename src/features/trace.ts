import type { ElementRecord } from '../core/types.ts';
import { fieldSetNamer, isIgnored } from './field-paths.ts';
import { flatten } from './flatten.ts';
import { tokenise } from './tokenise.ts';
import type { Family, TokensState } from './types.ts';
import { vocabularyOf } from './vocabulary.ts';

/** One token of a record on its way into a row. */
export interface TracedToken {
  readonly field: string;
  readonly family: Family;
  readonly value: string;
  readonly column: number;
  /** What it adds in its column, before the row is scaled to length 1. */
  readonly amount: number;
  /** The column is its own; else it shares one with other tokens that training did not see twice. */
  readonly learned: boolean;
}

/** What the tokens encoder makes of one record, token by token. */
export function traceTokens(state: TokensState, record: ElementRecord): TracedToken[] {
  const vocabulary = vocabularyOf(state);
  const known = new Map(state.fields.map((field) => [field.path, field]));
  const traced: TracedToken[] = [];
  const trace = (field: string, family: Family, value: string, part = 1): void => {
    const group = vocabulary.group(family, field);
    const column = vocabulary.columnOf(group, value);
    const amount = vocabulary.amountOf(group, column, part);
    traced.push({ field, family, value, column, amount, learned: column < state.tokens.length });
  };
  const { paths, leaves } = flatten(record, state.maxValueLength);
  const kept = paths.filter((path) => !isIgnored(path, state.ignored));
  for (const path of kept) {
    const field = known.get(path) ?? { path, kind: 'category', common: false };
    if (!field.common) trace(path, 'name', '');
    tokenise(field, leaves[paths.indexOf(path)], (family, value, part) => trace(path, family, value, part));
  }
  trace('', 'keys', fieldSetNamer()(kept));
  return traced;
}
