import { expect, test } from 'vitest';
import type { CsrMatrix, ElementRecord } from '../../src/core/types.ts';
import { restoreEncoder } from '../../src/features/encoder.ts';
import { fitEncoder } from '../../src/features/fit-encoder.ts';
import { DEFAULT_WEIGHTS } from '../../src/features/options.ts';
import { SHORT_VALUE, shorten } from '../../src/features/text.ts';
import type { Encoder, FeatureOptions } from '../../src/features/types.ts';
import { OVERFLOW_COLUMNS } from '../../src/features/vocabulary.ts';
import { elements } from './records.ts';

const fitTokens = (records: readonly ElementRecord[], options: FeatureOptions = {}): Encoder =>
  fitEncoder(records, { ...options, mode: 'tokens' });

/** A record's row as `family field=value` (or `rare`) with its value. */
function row(encoder: Encoder, record: ElementRecord): Record<string, number> {
  const { indices, values } = encoder.encode([record]) as CsrMatrix;
  const cells: Record<string, number> = {};
  indices.forEach((column, i) => {
    const { field, family, value } = encoder.describeColumn(column);
    const name = family === 'rare' ? `rare ${column}` : `${family} ${field}${value === undefined ? '' : `=${value}`}`;
    cells[name] = values[i];
  });
  return cells;
}

function cosine(encoder: Encoder, a: ElementRecord, b: ElementRecord): number {
  const [one, other] = [row(encoder, a), row(encoder, b)];
  return Object.entries(one).reduce((sum, [name, value]) => sum + value * (other[name] ?? 0), 0);
}

const pages = Array.from({ length: 40 }, (_, i): ElementRecord => {
  const item = {
    type: ['a', 'li'][i % 2],
    class: i % 4 === 0 ? 'nav item' : 'item',
    id: `post-${i}`,
    lang: ['en', 'lv', 'de', 'fr'][i % 4],
  };
  return i % 5 === 0 ? { ...item, href: `https://x.org/radio/${i}.html?page=${i}#top` } : item;
});

test('gives each kind of field its families', () => {
  expect(Object.keys(row(fitTokens(pages), pages[0])).sort()).toEqual([
    'identifier id=post-0',
    'keys =class href id lang type',
    'name href',
    'segment href=0.html',
    'segment href=?page',
    'segment href=radio',
    'shape id=length 8',
    'shape id=pattern a-0',
    'tag lang=en',
    'tag type=a',
    'token class=item',
    'token class=nav',
    'url href=depth 2',
    'url href=extension html',
    'url href=fragment',
    'url href=host x.org',
    'url href=kind https:',
  ]);
});

test('weighs tokens by family and by the square root of their rarity', () => {
  const cells = row(fitTokens(pages), pages[0]);
  const idf = (count: number): number => Math.log((1 + pages.length) / (1 + count)) + 1;
  const expected = {
    'tag type=a': DEFAULT_WEIGHTS.tag * Math.sqrt(idf(20)),
    'token class=nav': DEFAULT_WEIGHTS.token * Math.sqrt(idf(10)),
    'identifier id=post-0': DEFAULT_WEIGHTS.identifier * Math.sqrt(idf(40)),
    'segment href=radio': DEFAULT_WEIGHTS.segment * Math.sqrt(idf(8)),
  };
  for (const [name, amount] of Object.entries(expected)) {
    expect(cells[name] / cells['token class=item']).toBeCloseTo(amount / (DEFAULT_WEIGHTS.token * Math.sqrt(idf(40))), 5);
  }
});

test.each([0, 1, 2.75])('raises rarity to the power %d', (idfPower) => {
  const cells = row(fitTokens(pages, { idfPower }), pages[0]);
  const idf = (count: number): number => Math.log((1 + pages.length) / (1 + count)) + 1;
  expect(cells['token class=nav'] / cells['token class=item']).toBeCloseTo((idf(10) / idf(40)) ** idfPower, 5);
});

test('own weights change the shares; weight 0 leaves a family out', () => {
  const encoder = fitTokens(pages, { weights: { token: 3, url: 0 } });
  const cells = row(encoder, pages[0]);
  expect(cells['token class=item'] / cells['tag type=a']).toBeCloseTo(3 / Math.sqrt(Math.log(41 / 21) + 1), 5);
  expect(Object.keys(cells).filter((name) => /^(url|rare)/.test(name))).toEqual([]);
  const nothing = Object.fromEntries(Object.keys(DEFAULT_WEIGHTS).map((family) => [family, 0]));
  expect(row(fitTokens(pages, { weights: nothing }), pages[0])).toEqual({});
});

test('rare and unseen tokens take their share of the row in the overflow columns', () => {
  const encoder = fitTokens(pages);
  const known = row(encoder, { type: 'a', class: 'item' });
  const odd = row(encoder, { type: 'a', class: 'item', 'data-injected': 'by an extension' });
  expect(Object.keys(odd).filter((name) => name.startsWith('rare')).length).toBeGreaterThanOrEqual(2);
  expect(odd['token class=item']).toBeLessThan(known['token class=item']);
  expect(encoder.describeColumn(encoder.columns - OVERFLOW_COLUMNS)).toEqual({ field: '', family: 'rare' });
  expect(encoder.describeColumn(encoder.columns - OVERFLOW_COLUMNS - 1).family).not.toBe('rare');
});

test('learns only tokens that two records have, the most frequent up to maxColumns', () => {
  const all = fitTokens(pages);
  const few = fitTokens(pages, { maxColumns: 3 });
  expect(few.columns).toBe(3 + OVERFLOW_COLUMNS);
  expect([0, 1, 2].map(few.describeColumn)).toEqual([0, 1, 2].map(all.describeColumn));
  const once = fitTokens([
    { type: 'a', class: 'x' },
    { type: 'a', class: 'y' },
  ]);
  const values = Array.from({ length: once.columns - OVERFLOW_COLUMNS }, (_, column) => once.describeColumn(column).value);
  expect(values).toContain('a');
  expect(values).not.toContain('x');
});

test('sums that collide do not depend on the order of the keys', () => {
  const encoder = fitTokens(elements);
  const keys = Array.from({ length: 900 }, (_, i) => [`k${i}`, `v${(i * i) % 97}`]);
  const forwards = encoder.encode([Object.fromEntries(keys)]);
  expect(encoder.encode([Object.fromEntries(keys.toReversed())])).toEqual(forwards);
});

test('near numbers are near, also numbers as text, and far ones are not', () => {
  const encoder = fitTokens(Array.from({ length: 500 }, (_, i) => ({ size: (i * i) / 100, href: `/x/${i % 9}` })));
  const at = (size: unknown): ElementRecord => ({ size });
  expect(cosine(encoder, at(400), at('400'))).toBeCloseTo(1, 5);
  expect(cosine(encoder, at(400), at(410))).toBeGreaterThan(cosine(encoder, at(400), at(600)));
  expect(cosine(encoder, at(400), at(600))).toBeGreaterThan(cosine(encoder, at(400), at(2000)));
  expect(cosine(encoder, at(1e9), at(2490))).toBeCloseTo(1, 2); // beyond the training range: the last knot
  const extreme = fitTokens([{ n: -1.7e308 }, { n: 1.7e308 }]);
  const tiny = fitTokens([{ n: 0 }, { n: 5e-324 }, { n: 1e-323 }]);
  for (const n of [-1e308, 1e308, 5e-324, 1]) {
    for (const encoder of [extreme, tiny]) expect(Math.hypot(...Object.values(row(encoder, { n })))).toBeCloseTo(1, 5);
  }
});

test('digit runs in ids fold, in classes they do not', () => {
  const encoder = fitTokens(pages);
  expect(row(encoder, { id: 'post-98765432' })['identifier id=post-0']).toBeGreaterThan(0);
  const cells = Object.keys(row(encoder, { class: 'item2' }));
  expect(cells).not.toContain('token class=item');
});

test('a value that does not fit its field becomes a value token', () => {
  const encoder = fitTokens(Array.from({ length: 30 }, (_, i) => ({ n: i % 5, url: `/x/${i}`, tags: ['a'] })));
  for (const record of [{ n: 'many' }, { url: 'not a url' }, { n: true }, { n: [1, 2] }, { tags: 7 }, { url: 3 }]) {
    expect(Object.keys(row(encoder, record)).some((name) => name.startsWith('rare'))).toBe(true);
  }
});

test('items with the same token count once a record, so the model stays readable', () => {
  const seen = new Map<string, string>();
  const long = (i: number): string => `${'x'.repeat(SHORT_VALUE)}${i}`;
  let pair: string[] = [];
  for (let i = 0; pair.length === 0; i++) {
    const token = shorten(long(i));
    if (seen.has(token)) pair = [seen.get(token) as string, long(i)];
    seen.set(token, long(i));
  }
  const encoder = fitTokens([{ list: pair }, { list: pair }]);
  expect(restoreEncoder(JSON.parse(JSON.stringify(encoder.state))).encode([{ list: pair }])).toEqual(encoder.encode([{ list: pair }]));
});

test('an empty record, and one with missing values alone, is the empty set of fields', () => {
  const encoder = fitTokens([...elements, {}]);
  expect(row(encoder, {})).toEqual({ 'keys =': 1 });
  expect(row(encoder, { a: null, b: undefined, c: NaN })).toEqual({ 'keys =': 1 });
  expect(Object.values(row(fitTokens([]), {}))).toEqual([1]);
});

test('ignored fields leave no trace, nor does anything under them', () => {
  const encoder = fitTokens(elements, { kinds: { data: 'ignore', class: 'ignore' } });
  const plain = row(encoder, { type: 'li' });
  expect(row(encoder, { type: 'li', class: 'btn', data: { nested: { deep: [1] }, other: 'x' } })).toEqual(plain);
  expect(row(encoder, { type: 'li', data: [{ x: 1 }] })).toEqual(plain);
  expect(row(encoder, { type: 'li', database: 'x' })).not.toEqual(plain);
});

test('given kinds override what is inferred', () => {
  const encoder = fitTokens(pages, { kinds: { id: 'category', lang: 'text' } });
  const names = Object.keys(row(encoder, { id: 'post-1', lang: 'en' }));
  expect(names).toContain('word lang=en');
  expect(names).not.toContain('identifier id=post-0');
});

test('odd elements of one kind stay close, those of different kinds apart', () => {
  const encoder = fitTokens(elements);
  const [link, sameLink, otherLink, image] = [elements[0], elements[1], elements[4], elements[9]];
  expect(cosine(encoder, link, sameLink)).toBeGreaterThan(0.8);
  expect(cosine(encoder, link, sameLink)).toBeGreaterThan(cosine(encoder, link, otherLink));
  expect(cosine(encoder, link, otherLink)).toBeGreaterThan(cosine(encoder, link, image));
});
