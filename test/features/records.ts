import fc from 'fast-check';
import type { ElementRecord } from '../../src/core/types.ts';

/** Elements as pages have them, ordinary and odd. */
export const elements: ElementRecord[] = [
  { type: 'a', class: 'btn menu', href: '/radio/jazz' },
  { type: 'a', class: 'btn menu', href: '/radio/rock' },
  { type: 'a', class: ' btn  menu\u00a0active ', href: 'https://x.org/radio/42?page=2#top', target: '_blank' },
  { type: 'a', href: '#', id: 'post-12', rel: 'nofollow noopener' },
  { type: 'a', href: '#section-3', id: 'post-7' },
  { type: 'a', href: 'http://[::1', title: 'שלום עולם' },
  { type: 'a', href: 'javascript:void(0)', onclick: 'go(1)' },
  { type: 'a', href: 'mms://radio.org/live' },
  { type: 'a', href: 'chrome://settings' },
  { type: 'img', src: '../img/logo-24.png', alt: '', width: '24', height: '24' },
  { type: 'img', src: '../img/icon-32.png', alt: 'Icon', width: '32', height: '100%' },
  { type: 'div', class: 'css-1x2y3z', style: 'color: red;'.repeat(900) },
  { type: 'div', 'klasika""': '', '[class]': 'open', 'data-gr-ext-installed': '' },
  { type: 'div', hidden: true, draggable: 'false', 'aria-expanded': 'true' },
  { type: 'li' },
  { type: 'li' },
  { type: 'p', content: '日本語の文章', data: { nested: { deep: [1, { x: 'y' }] } } },
  { type: 'p', content: '🎉 lone \ud800 surrogate \udc00', class: null },
  JSON.parse('{"type":"p","__proto__":{"polluted":true},"constructor":"x"}'),
  {},
];

/** A data table with numbers, numbers as text, categories, booleans, an id and some missing values. */
export const flowers: ElementRecord[] = Array.from({ length: 60 }, (_, i) => ({
  id: i + 1,
  sepal: 4 + (i % 13) / 10,
  petal: String(1 + (i % 7) / 5),
  ...(i % 10 === 0 ? {} : { width: i % 5 }),
  species: ['setosa', 'versicolor', 'virginica'][i % 3],
  wild: i % 2 === 0,
}));

const key = fc.oneof(
  fc.constantFrom('id', 'class', 'href', 'n', 'type', 'content', '__proto__', 'constructor', 'toString', 'a.b', 'a[]', 'a\\'),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.webUrl(),
  fc.constantFrom('', ' ', 'a', 'btn menu', 'true', '1', '-0', '1e999', '007', 'http://[::1', '#', '?', '//', 'a.b', '\ud800'),
);
const value = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.double(),
  fc.integer({ min: -3, max: 3 }),
  fc.anything({
    key,
    values: [text, fc.double(), fc.boolean(), fc.constant(null)],
    withBigInt: true,
    withDate: true,
    withTypedArray: true,
  }),
);

/** Any record at all, with few enough keys and values that they repeat. */
export const anyRecord: fc.Arbitrary<ElementRecord> = fc
  .array(fc.tuple(key, value), { maxLength: 8 })
  .map((entries) => Object.fromEntries(entries) as ElementRecord);

/** Training records; most runs have repeated ones. */
export const anyRecords: fc.Arbitrary<ElementRecord[]> = fc.oneof(
  fc.array(anyRecord, { maxLength: 12 }),
  fc.array(fc.constantFrom(...elements, ...flowers.slice(0, 8)), { maxLength: 30 }),
  fc.array(anyRecord, { minLength: 1, maxLength: 5 }).chain((base) => fc.array(fc.constantFrom(...base), { maxLength: 20 })),
);
