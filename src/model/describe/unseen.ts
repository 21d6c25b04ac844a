import type { CheckedInput } from '../../core/input.ts';
import type { ElementRecord } from '../../core/types.ts';
import { isIgnored } from '../../features/field-paths.ts';
import { flatten, type Leaf } from '../../features/flatten.ts';
import { toNumber } from '../../features/numbers.ts';
import { valuesOf } from '../../features/table.ts';
import { shorten } from '../../features/text.ts';
import { traceTokens } from '../../features/trace.ts';
import type { Encoder, Family, TableState, TokensState } from '../../features/types.ts';
import { isSparse, type NumericInput } from '../../matrix/space.ts';
import { type Moments, withinReach } from './moments.ts';
import type { Tallies } from './tallies.ts';

/** Something of a record that the model knows nothing of. */
export interface UnseenValue {
  readonly field: string;
  /** The value, or the part of it; absent where the field as a whole is new. */
  readonly value?: string;
}

/** Families whose tokens are values, or parts of one, as people write them. */
const VALUES: readonly Family[] = ['tag', 'token', 'identifier', 'url', 'segment', 'value', 'word'];

/**
 * What of a row the model has never seen: fields, values, and numbers below or above all those in training. In the tokens layout a value counts as seen
 * from its second training record on; fields and values beyond `maxColumns` are as if never seen. Fields that were left out do not count.
 */
export function unseenIn(input: CheckedInput, encoder: Encoder | null, { all }: Tallies): UnseenValue[] {
  const isBeyond: IsBeyond = (field, number) => isOutside(all.fields.get(field)?.numbers, number);
  if (input.kind !== 'records' || encoder === null) return numbersBeyond(input as NumericInput, isBeyond);
  const { state } = encoder;
  const { paths, leaves } = flatten(input.records[0], state.layout === 'presence' ? 1 : state.maxValueLength);
  const fields = new Map(paths.map((path, i) => [path, leaves[i]]));
  for (const path of paths) if (isIgnored(path, state.ignored)) fields.delete(path);
  if (state.layout === 'table') return newToTable(state, fields, isBeyond);
  if (state.layout === 'tokens') return newTokens(state, input.records[0], fields, isBeyond);
  return [...fields.keys()].filter((field) => !state.paths.includes(field)).map((field) => ({ field }));
}

type Leaves = ReadonlyMap<string, Leaf>;
type IsBeyond = (field: string, number: number) => boolean;

function numbersBeyond(input: NumericInput, isBeyond: IsBeyond): UnseenValue[] {
  const numbers: [number, number][] = isSparse(input)
    ? Array.from(input.values, (value, i) => [input.indices[i], value])
    : Array.from(input.data, (value, column) => [column, value]);
  const beyond = numbers.filter(([column, value]) => isBeyond(`x${column}`, value));
  return beyond.map(([column, value]) => ({ field: `x${column}`, value: String(value) }));
}

function newToTable(state: TableState, fields: Leaves, isBeyond: IsBeyond): UnseenValue[] {
  const known = new Map(state.fields.map((field) => [field.path, field]));
  return [...fields].flatMap(([field, leaf]): UnseenValue[] => {
    const column = known.get(field);
    if (column === undefined) return [{ field }];
    if (column.kind === 'number') {
      const number = typeof leaf === 'object' ? undefined : toNumber(leaf);
      return number === undefined || isBeyond(field, number) ? [{ field, value: shorten(String(leaf)) }] : [];
    }
    const unknown = [...valuesOf(column.kind, leaf)].filter((value) => !column.values.includes(value));
    return unknown.map((value) => ({ field, value: shorten(value) }));
  });
}

function newTokens(state: TokensState, record: ElementRecord, fields: Leaves, isBeyond: IsBeyond): UnseenValue[] {
  const kinds = new Map(state.fields.map(({ path, kind }) => [path, kind]));
  const unseen: UnseenValue[] = [];
  for (const [field, leaf] of fields) {
    const number = kinds.get(field) === 'number' && typeof leaf !== 'object' ? toNumber(leaf) : undefined;
    if (!kinds.has(field)) unseen.push({ field });
    else if (number !== undefined && isBeyond(field, number)) unseen.push({ field, value: String(number) });
  }
  for (const { field, family, value, learned } of traceTokens(state, record)) {
    if (!learned && VALUES.includes(family) && kinds.has(field)) unseen.push({ field, value });
  }
  return unseen;
}

function isOutside(numbers: Moments | null | undefined, number: number): boolean {
  return numbers ? withinReach(number) < numbers.least || withinReach(number) > numbers.most : false;
}
