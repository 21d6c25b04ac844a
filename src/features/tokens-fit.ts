import { quantileKnots } from './numbers.ts';
import type { ResolvedOptions } from './options.ts';
import type { FieldValues, Survey } from './survey.ts';
import { increase, mostFrequent, sortedNumbers } from './survey.ts';
import type { TokenSink } from './tokenise.ts';
import { tokenise } from './tokenise.ts';
import type { Family, FieldKind, TokenFieldState, TokensState } from './types.ts';
import { FAMILIES } from './types.ts';
import { tokenPrefix } from './vocabulary.ts';

/** A field in this share of the training records is common: being there tells nothing, and a category of this kind is like a tag. */
const COMMON = 0.95;

/**
 * Learns the tokens that at least two training records have, the `maxColumns` most frequent (ties in code-unit order): each gets a
 * column. Families of weight 0 have no tokens.
 */
export function fitTokens(
  { rows, fields, fieldSets }: Survey,
  kinds: ReadonlyMap<string, FieldKind>,
  options: ResolvedOptions,
): TokensState {
  const { weights, idfPower, maxValueLength, maxColumns, ignored } = options;
  const repeated = new Map<string, number>();
  const keep = (family: Family, path: string, counts: ReadonlyMap<string, number>): void => {
    if (weights[family] === 0) return;
    const prefix = tokenPrefix(family, path);
    for (const [value, count] of counts) if (count >= 2) repeated.set(prefix + value, Math.min(rows, count));
  };
  keep('keys', '', fieldSets);
  const states: TokenFieldState[] = [];
  for (const [path, values] of fields) {
    const kind = kinds.get(path) as FieldKind;
    const field: TokenFieldState = { path, kind, common: values.present >= COMMON * rows };
    if (kind === 'number') field.knots = quantileKnots(sortedNumbers(values));
    states.push(field);
    for (const [family, counts] of countTokens(field, values)) keep(family, path, counts);
  }
  const tokens = mostFrequent(repeated, maxColumns);
  const counts = tokens.map((token) => repeated.get(token) as number);
  return { layout: 'tokens', maxValueLength, rows, idfPower, weights, fields: states, ignored: [...ignored], tokens, counts };
}

/** In how many records each token of a field occurs. */
function countTokens(field: TokenFieldState, values: FieldValues): Map<Family, Map<string, number>> {
  const counts = new Map(FAMILIES.map((family) => [family, new Map<string, number>()]));
  let records = values.present;
  const count: TokenSink = (family, value) => increase(counts.get(family) as Map<string, number>, value, records);
  if (!field.common) count('name', '');
  for (const [text, amount] of values.texts) {
    records = amount;
    tokenise(field, text, count);
  }
  for (const [item, amount] of values.items) {
    records = amount;
    tokenise(field, [item], count);
  }
  records = 1;
  for (const number of values.numbers) tokenise(field, number, count);
  return counts;
}
