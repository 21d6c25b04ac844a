import { describe, expect, test } from 'vitest';
import { fitEncoder } from '../../src/features/fit-encoder.ts';
import { beginningOf, kindsOf, termsOf } from '../../src/features/terms.ts';
import type { FieldKind } from '../../src/features/types.ts';
import { elements, flowers } from './records.ts';

test.each<[FieldKind, string, string[]]>([
  ['category', 'Very Good', ['Very Good']],
  ['boolean', 'true', ['true']],
  ['tokens', ' btn  menu\u00a0btn', ['btn', 'menu']],
  ['identifier', 'post-1234-a5', ['post-0-a0']],
  ['text', 'The 2 Foxes, the dog', ['the', '0', 'foxes', 'dog']],
  ['url', '/radio/jazz', ['/radio/']],
  ['url', '/radio', ['/radio']],
  ['url', '/', ['/']],
  ['url', '../../img/logo.png', ['../../img/']],
  ['url', 'index.html#top', ['index.html']],
  ['url', 'https://x.org/radio/jazz?page=2', ['https://x.org/radio/']],
  ['url', 'https://x.org', ['https://x.org']],
  ['url', '//cdn.x.org/lib/a.js', ['//cdn.x.org/lib/']],
  ['url', 'mailto:someone@x.org', ['mailto:']],
  ['url', 'javascript:void(0)', ['javascript:']],
  ['url', '#section-3', ['#']],
  ['url', '?page=2', ['?']],
  ['url', 'http://[::1', ['http://[::1']],
  ['tokens', '', ['']],
  ['text', '', ['']],
  ['url', '', ['']],
])('terms of kind %s in %j', (kind, text, terms) => {
  expect(termsOf(kind, text)).toEqual(terms);
});

test('terms are cut, and what they begin with is told', () => {
  const [term] = termsOf('category', 'long '.repeat(100));
  expect(term).toHaveLength(64);
  expect(beginningOf('category', term)).toEqual({ text: 'long '.repeat(11), whole: false });
  expect(beginningOf('category', 'short')).toEqual({ text: 'short', whole: true });
  expect(beginningOf('identifier', 'post-0')).toEqual({ text: 'post-', whole: false });
  expect(beginningOf('identifier', 'main')).toEqual({ text: 'main', whole: true });
  expect(beginningOf('url', '/radio/')).toEqual({ text: '/radio/', whole: false });
  expect(beginningOf('url', '')).toEqual({ text: '', whole: true });
});

describe('kinds of fields, as an encoder treats them', () => {
  test('a table', () => {
    const kindOf = kindsOf(fitEncoder(flowers, { kinds: { wild: 'ignore' } }).state);
    expect(['sepal', 'species', 'id', 'wild', 'new'].map(kindOf)).toEqual(['number', 'category', undefined, undefined, undefined]);
  });

  test('tokens', () => {
    const kindOf = kindsOf(fitEncoder(elements, { mode: 'tokens', kinds: { style: 'ignore' } }).state);
    expect(['href', 'style', 'new'].map(kindOf)).toEqual(['url', undefined, 'category']);
  });

  test('presence', () => {
    const kindOf = kindsOf(fitEncoder(elements, { mode: 'presence', kinds: { style: 'ignore' } }).state);
    expect(['class', 'href', 'style', 'new'].map(kindOf)).toEqual(['tokens', 'category', undefined, undefined]);
  });
});
