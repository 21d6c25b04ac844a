import { expect, test } from 'vitest';
import { inferKind } from '../../src/features/infer.ts';
import type { FieldValues } from '../../src/features/survey.ts';
import { survey } from '../../src/features/survey.ts';

/** The kind inferred for a field of these values. */
function kindOf(path: string, values: unknown[]): string {
  const { fields } = survey(
    values.map((value) => ({ [path]: value })),
    512,
    [],
  );
  const found = fields.get(path);
  return found ? inferKind(path, found) : 'missing';
}

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const words = 'the a quick brown fox jumps over lazy dogs while nobody in this small village cares about typography'.split(' ');
const sentence = (i: number): string => times(6, (j) => words[(i * 7 + j * (i + 3)) % words.length]).join(' ');

test.each([
  ['number', 'carat', [0.23, 0.21, 1.5, 2]],
  ['number', 'price', ['326', '327.50', '-1', '.5', '1e3']],
  ['number', 'tabindex', ['0', '-1', '0', '']],
  ['number', 'width', [' 12', '13 ', '+14']],
  ['number', 'mostly', [...times(199, (i) => i), 'unknown']],
  ['number', 'id', [1, 2, 2, 3]],
  ['number', 'pclass', [1, 2, 3, 1, 2, 3]],
  ['identifier', 'id', times(50, (i) => i + 1)],
  ['identifier', 'userId', times(50, (i) => String(1000 + i))],
  ['category', 'zip', times(60, (i) => `0${1000 + (i % 10)}`)],
  ['category', 'width', times(60, (i) => `${i % 7}px`)],
  ['category', 'mixed', [1, 2, 3, 'many', 'few', 'few']],
  ['category', 'cut', times(100, (i) => ['Ideal', 'Very Good', 'Fair'][i % 3])],
  ['category', 'type', times(100, (i) => ['a', 'div', 'h1', 'span'][i % 4])],
  ['category', 'class', times(150, (i) => ['Iris-setosa', 'Iris-versicolor', 'Iris-virginica'][i % 3])],
  ['category', 'fill', times(100, (i) => ['#fff', '#336699', 'none'][i % 3])],
  ['category', 'disabled', ['', '', '']],
  ['category', 'viewBox', times(30, (i) => ['0 0 24 24', '0 0 54 54'][i % 2])],
  ['boolean', 'aria-expanded', ['true', 'false', 'true']],
  ['boolean', 'active', [true, false, true, '']],
  ['tokens', 'class', ['btn', 'btn btn-primary', 'nav', '']],
  ['tokens', 'className', times(30, (i) => `css-${i}x`)],
  ['tokens', 'rel', ['nofollow', 'noopener noreferrer']],
  ['tokens', 'sandbox', times(20, (i) => ['allow-scripts allow-same-origin', 'allow-forms'][i % 2])],
  ['tokens', 'genres', [['rock'], ['jazz', 'soul'], []]],
  ['identifier', 'id', times(100, (i) => `post-${i}`)],
  ['identifier', 'for', ['email', 'password', 'name']],
  ['identifier', 'name', times(100, (i) => `field${i % 40}`)],
  ['identifier', 'data-hash', times(60, (i) => (i * 7919).toString(36) + i)],
  ['category', 'name', times(100, (i) => ['viewport', 'description', 'author'][i % 3])],
  ['url', 'href', ['/radio/jazz', '#top', 'https://x.org/', 'mailto:a@b.c', 'javascript:void(0)', 'index.html']],
  ['url', 'src', ['logo.png', '../img/a.svg?v=3', '//cdn.org/x.js', 'data:image/png;base64,AAAA']],
  ['url', 'stream', ['mms://radio.org/live', 'chrome://settings', 'http://[::1']],
  ['url', 'srcset', ['/a.png 1x, /b.png 2x', '/c.png 1x']],
  ['category', 'mime', times(40, (i) => ['text/css', 'image/png', 'application/ld+json'][i % 3])],
  ['text', 'content', times(60, sentence)],
  ['text', 'd', times(60, (i) => `M${i} ${i + 1}c-0.5,0-1-0.4-${i}-1V3c0-0.5,0.4-1,1-${i}s1,0.4,1,1v4.2C28,53.5,27.5,54,27,54z`)],
  ['category', 'title', times(200, (i) => ['Edit this page on our site', 'Permanent link to this headline'][i % 2])],
  ['text', 'label', ['日本語の長い文章です。', 'שלום עולם זה משפט ארוך', 'a b c d e', 'word one two three four']],
])('infers %s for %s of %j', (kind, path, values) => {
  expect(kindOf(path, values)).toBe(kind);
  expect(kindOf(path, values.toReversed())).toBe(kind);
});

test('needs 99 % of the values to call a field a number', () => {
  expect(kindOf('x', [...times(99, (i) => i % 50), 'n/a'])).toBe('number');
  expect(kindOf('x', [...times(97, (i) => i % 50), 'n/a', '-', '?'])).not.toBe('number');
});

test('looks at the last key of a path', () => {
  const { fields } = survey(
    times(20, (i) => ({ user: { id: i }, items: [{ class: 'a b' }] })),
    512,
    [],
  );
  expect(inferKind('user.id', fields.get('user.id') as FieldValues)).toBe('identifier');
  expect(inferKind('items[].class', fields.get('items[].class') as FieldValues)).toBe('tokens');
});
