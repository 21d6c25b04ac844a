import { afterEach, describe, expect, test } from 'vitest';
import { readElements } from '../../data/elements.ts';
import type { ElementRecord } from '../../src/core/types.ts';
import { ElementsClustering } from '../../src/index.ts';
import { type Rebuilt, rebuild } from './elements-in-dom.ts';

let rebuilt: Rebuilt | undefined;
afterEach(() => rebuilt?.close());

/** Each cluster's selector, with its members and the records whose elements it matches. */
async function selected(records: readonly ElementRecord[], options = {}) {
  const model = await new ElementsClustering(options).fit(records);
  const document = rebuild(records);
  rebuilt = document;
  return (await model.describe()).map(({ label, selector }) => {
    const members = [...model.labels.keys()].filter((row) => model.labels[row] === label);
    return { selector: selector as string, members, matched: document.matching(selector as string) };
  });
}

const repeat = (count: number, record: ElementRecord): ElementRecord[] => Array.from({ length: count }, () => record);

describe.each([{ options: {} }, { options: { features: 'presence', k: 40 } }])('selectors of real elements, $options', ({ options }) => {
  test('are accepted and match at least three in four of their cluster', async () => {
    const { batches } = await readElements();
    const records = [...batches[0].elements, ...batches[1].elements];
    let precision = 0;
    for (const cluster of await selected(records, options)) {
      const hits = cluster.members.filter((row) => cluster.matched.has(row)).length;
      expect(hits / cluster.members.length, cluster.selector).toBeGreaterThanOrEqual(0.75);
      precision += ((hits / cluster.matched.size) * cluster.members.length) / records.length;
    }
    expect(precision).toBeGreaterThan(0.7); // they match others too, but few
  });
});

describe('what has to be escaped', () => {
  const odd = ['md:w-1/2', '2col', '-9', '-', 'a.b#c', '日本', '🎉', '[x]', '"quoted"', 'back\\slash', '--', '_'];

  test.each(odd)('class %j', async (name) => {
    const records = [...repeat(4, { type: 'a', class: `${name} shared` }), ...repeat(4, { type: 'a', class: 'plain shared' })];
    const [cluster] = (await selected(records, { k: 2 })).filter(({ members }) => members[0] === 0);
    expect([...cluster.matched]).toEqual([0, 1, 2, 3]);
  });

  test.each([...odd, 'line\nbreak', ' spaces ', ''])('value %j', async (value) => {
    const records = [...repeat(4, { type: 'a', title: value }), ...repeat(4, { type: 'a', title: 'plain' })];
    const clusters = await selected(records, { k: 2, features: { kinds: { title: 'category' } } });
    const [cluster] = clusters.filter(({ members }) => members[0] === 0);
    expect([...cluster.matched]).toEqual([0, 1, 2, 3]);
  });

  test('values that no selector can hold are left to the attribute', async () => {
    const records = [...repeat(4, { type: 'a', title: 'lone \ud800' }), ...repeat(4, { type: 'b', title: 'nul \0' })];
    const clusters = await selected(records, { k: 2 });
    expect(clusters.map(({ selector }) => selector).sort()).toEqual(['a[title]', 'b[title]']);
    for (const { members, matched } of clusters) expect([...matched]).toEqual(members);
  });
});

test('values that are cut, and ids with their digits folded, are matched by their beginning', async () => {
  const long = 'word '.repeat(40);
  const records = Array.from({ length: 8 }, (_, i) =>
    i < 4 ? { type: 'p', id: `post-${i}`, title: `${long}${i}` } : { type: 'q', id: `note-${i}` },
  );
  const clusters = await selected(records, { k: 2, features: { mode: 'tokens', kinds: { id: 'identifier', title: 'category' } } });
  for (const { members, matched } of clusters) expect([...matched]).toEqual(members);
  expect(clusters.map(({ selector }) => selector).join()).toContain('[id^="post-"]');
});

test('a cluster of several tags has a selector of each', async () => {
  const records = [
    ...['h1', 'h2', 'h3'].flatMap((type) => repeat(4, { type, class: 'title' })),
    ...repeat(9, { type: 'p', class: 'text' }),
  ];
  const [titles] = (await selected(records, { k: 2 })).filter(({ members }) => members[0] === 0);
  expect(titles.selector.split(', ').sort()).toEqual(['h1.title', 'h2.title', 'h3.title']);
});

test('records that are no elements have none', async () => {
  const records = [...repeat(4, { type: 'sedan', class: 'B', doors: 4 }), ...repeat(4, { type: 'van', class: 'C', doors: 5 })];
  const clusters = await (await new ElementsClustering({ k: 2 }).fit(records)).describe();
  expect(clusters.map(({ selector }) => selector)).toEqual([null, null]);
});

test.each([
  { tagName: 'A', className: 'menu', href: '/a' },
  { nodeName: 'a', class: 'menu', href: '/a' },
  { localName: 'a', class: ['menu', 'top'], href: '/a' },
  { tag: 'a', class: 'menu', href: '/a', depth: 3, text: 'Home' },
])('elements are known by other names of the tag too: %j', async (record) => {
  const clusters = await (await new ElementsClustering({ k: 1 }).fit(repeat(5, record))).describe();
  expect(clusters[0].selector).toMatch(/^a\.menu(?:\.top)?\[href\^="\/a"\]$/i);
  expect(clusters[0].selector).not.toMatch(/depth|text/);
});
