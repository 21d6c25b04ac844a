import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitEncoder } from '../../src/features/fit-encoder.ts';
import type { TokensState } from '../../src/features/types.ts';
import { FAMILIES } from '../../src/features/types.ts';
import { OVERFLOW_COLUMNS, parseToken, tokenPrefix, vocabularyOf } from '../../src/features/vocabulary.ts';
import { elements } from './records.ts';

const state = fitEncoder(elements, { mode: 'tokens', weights: { word: 0.1234567, tag: 999.9 } }).state as TokensState;

test('sums of amounts are exact, whatever their order', () => {
  const vocabulary = vocabularyOf(state);
  const amount = fc
    .tuple(fc.constantFrom(...FAMILIES), fc.nat(vocabulary.columns - 1), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([family, column, part]) => vocabulary.amountOf(vocabulary.group(family, 'x'), column, part));
  const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);
  const lists = fc.array(amount, { minLength: 3, maxLength: 300 });
  fc.assert(
    fc.property(lists, (amounts) => {
      expect(sum(amounts.toReversed())).toBe(sum(amounts));
      expect(sum(amounts.toSorted((a, b) => a - b))).toBe(sum(amounts));
    }),
  );
});

test('tokens tell family, field and value, whatever these hold', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '=', '1:', 'v1:a=', '5:class=btn', 'a.b'));
  fc.assert(
    fc.property(fc.constantFrom(...FAMILIES), text, text, (family, field, value) => {
      const prefix = tokenPrefix(family, field);
      expect(parseToken(prefix + value)).toEqual({ family, field, prefix, value });
    }),
  );
  for (const token of ['', 'v', 'v1', 'v1:', 'v2:a=', 'q1:a=b', 'v1:ab', 'v-1:=']) expect(parseToken(token), token).toBeUndefined();
});

test('tokens without a column of their own are spread evenly over the overflow columns', () => {
  const vocabulary = vocabularyOf(state);
  const hits = new Uint32Array(OVERFLOW_COLUMNS);
  const each = 40;
  for (let i = 0; i < each * OVERFLOW_COLUMNS; i++) {
    const column = vocabulary.columnOf(vocabulary.group('value', `field-${i % 7}`), `value ${i}`);
    hits[column - state.tokens.length]++;
  }
  // Chi-squared with 1,023 degrees of freedom: 1,250 is five deviations above its mean.
  expect(hits.reduce((sum, count) => sum + (count - each) ** 2 / each, 0)).toBeLessThan(1250);
});
