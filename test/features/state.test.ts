import { describe, expect, test } from 'vitest';
import { CorruptModelError, ElementsClusteringError } from '../../src/core/errors.ts';
import { restoreEncoder } from '../../src/features/encoder.ts';
import { fitEncoder } from '../../src/features/fit-encoder.ts';
import type { FeatureOptions } from '../../src/features/types.ts';
import { elements, flowers } from './records.ts';

// biome-ignore lint/suspicious/noExplicitAny: damaged on purpose
type Damaged = any;

const states = {
  tokens: fitEncoder(elements, { mode: 'tokens', kinds: { width: 'number' } }).state,
  table: fitEncoder(flowers, { mode: 'table' }).state,
  presence: fitEncoder(elements, 'presence').state,
};

test.each([undefined, null, 1, 'tokens', [], {}, { layout: 'other' }, { layout: 'tokens' }, { layout: 'table' }, { layout: 'presence' }])(
  'refuses %j',
  (state) => {
    expect(() => restoreEncoder(state)).toThrow(CorruptModelError);
  },
);

describe.each(Object.entries(states))('state of %s', (_, state) => {
  const strange = [undefined, null, -1, 0.5, 'x', {}, [1], [null], 1e300, NaN, [['x'], ['x']]];

  test('every part that is missing is noticed', () => {
    for (const part of Object.keys(state)) {
      const damaged: Damaged = structuredClone(state);
      delete damaged[part];
      expect(() => restoreEncoder(damaged), part).toThrow(CorruptModelError);
    }
  });

  test('a strange value anywhere is refused or harmless', () => {
    for (const path of partsOf(state)) {
      for (const value of strange) {
        const damaged: Damaged = structuredClone(state);
        const holder = path.slice(0, -1).reduce((part, key) => part[key], damaged);
        holder[path.at(-1) as string] = value;
        try {
          const matrix = restoreEncoder(damaged).encode([...elements, ...flowers]);
          expect((matrix.kind === 'dense' ? matrix.data : matrix.values).every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect(error, `${path.join('.')} = ${String(value)}`).toBeInstanceOf(CorruptModelError);
        }
      }
    }
  });
});

test.each<[string, (state: Damaged) => void]>([
  ['a token twice', (state) => state.tokens.push(state.tokens[0]) && state.counts.push(2)],
  ['a count missing', (state) => state.counts.pop()],
  ['a count above the rows', (state) => (state.counts[0] = state.rows + 1)],
  ['text that is no token', (state) => (state.tokens[0] = 'tag a')],
  ['knots that fall', (state) => state.fields.find((field: Damaged) => field.kind === 'number').knots.reverse()],
  ['an unknown kind', (state) => (state.fields[0].kind = 'colour')],
  ['a weight out of range', (state) => (state.weights.tag = 1e9)],
  ['a field twice', (state) => state.fields.push(state.fields[0])],
])('notices %s', (_, damage) => {
  const damaged = structuredClone(states.tokens);
  damage(damaged);
  expect(() => restoreEncoder(damaged)).toThrow(CorruptModelError);
});

test('a huge number in a table state stays finite', () => {
  const damaged: Damaged = structuredClone(states.table);
  damaged.fields[0].mean = 1e308;
  expect(Array.from((restoreEncoder(damaged).encode(flowers) as Damaged).data as number[]).every(Number.isFinite)).toBe(true);
});

test.each<[string, unknown]>([
  ['features', null],
  ['features.mode', { mode: 'best' }],
  ['features.mode', 'best'],
  ['features.modes', { modes: 'auto' }],
  ['features.kinds', { kinds: ['id'] }],
  ['features.kinds.id', { kinds: { id: 'colour' } }],
  ['features.weights.tags', { weights: { tags: 1 } }],
  ['features.weights.tag', { weights: { tag: -1 } }],
  ['features.weights.tag', { weights: { tag: NaN } }],
  ['features.maxColumns', { maxColumns: 0 }],
  ['features.maxColumns', { maxColumns: 1.5 }],
  ['features.idfPower', { idfPower: 5 }],
  ['features.maxValueLength', { maxValueLength: '512' }],
])('refuses option %s of %j', (field, options) => {
  expect(() => fitEncoder(elements, options as FeatureOptions)).toThrow(ElementsClusteringError);
  expect(() => fitEncoder(elements, options as FeatureOptions)).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION', details: expect.objectContaining({ field }) }),
  );
});

test('undefined options are defaults, also __proto__ as a field', () => {
  const kinds = JSON.parse('{"__proto__":"ignore"}');
  expect(fitEncoder(elements, { mode: undefined, maxColumns: undefined }).state).toEqual(fitEncoder(elements).state);
  expect(JSON.stringify(fitEncoder(elements, { kinds }).state)).not.toContain('polluted');
});

/** Paths to every part of JSON data, as keys. */
function partsOf(value: unknown, prefix: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [prefix];
  const parts = Object.entries(value)
    .slice(0, 6)
    .flatMap(([key, part]) => partsOf(part, [...prefix, key]));
  return prefix.length > 0 ? [prefix, ...parts] : parts;
}
