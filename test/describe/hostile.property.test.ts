import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ElementRecord } from '../../src/core/types.ts';
import { type ClusterDescription, ElementsClustering } from '../../src/index.ts';
import { anyRecord, anyRecords, elements, flowers } from '../features/records.ts';
import { rebuild } from './elements-in-dom.ts';

const isShare = (share: number): boolean => share >= 0 && share <= 1;

/** What holds for every description. */
function expectSound(clusters: ClusterDescription[], model: ElementsClustering): void {
  expect(clusters.map(({ label }) => label)).toEqual([...model.counts.keys()]);
  expect(clusters.map(({ count }) => count)).toEqual([...model.counts]);
  expect(JSON.parse(JSON.stringify(clusters))).toEqual(clusters);
  const names = clusters.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain('');
  for (const { share, fields, distinctions, example, label } of clusters) {
    expect(isShare(share)).toBe(true);
    expect(model.labels[example as number]).toBe(label);
    for (const field of fields) {
      expect(isShare(field.share)).toBe(true);
      expect(field.values.every((one) => isShare(one.share) && one.value.length <= 64)).toBe(true);
      if (field.numbers) expect(field.numbers.least).toBeLessThanOrEqual(field.numbers.most);
    }
    for (const { effect, measure, here, elsewhere } of distinctions) {
      expect(Math.abs(effect)).toBeLessThanOrEqual(1);
      if (measure === 'share') expect([here, elsewhere].every(isShare)).toBe(true);
    }
  }
}

describe('any records', () => {
  const options = fc.record({
    k: fc.constantFrom('auto' as const, 1, 2, 5),
    features: fc.constantFrom('auto' as const, 'presence' as const, { mode: 'table' } as const, { mode: 'tokens' } as const),
  });

  test('are described, named for good, and explained', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecords, options, anyRecord, async (records, settings, record) => {
        fc.pre(records.length > 0);
        const model = await new ElementsClustering(settings).fit(records);
        const clusters = await model.describe();
        expectSound(clusters, model);
        const again = ElementsClustering.fromBytes(model.toBytes());
        expect(await again.describe()).toEqual(clusters);
        expect(await (await new ElementsClustering(settings).fit(records)).describe()).toEqual(clusters);
        const explanation = await again.explain(record);
        expect(explanation.label).toBe((await model.predict([record]))[0]);
        expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
      }),
    );
  });

  test('have selectors that parsers take, where they have any', async () => {
    const document = rebuild([{ type: 'a' }]);
    const tagged = fc.tuple(anyRecord, fc.constantFrom('a', 'div', 'my-tag', 'A', 'a b', '"', '\ud800'), fc.string({ unit: 'binary' }));
    const asElement = tagged.map(([record, type, name]): ElementRecord => ({ ...record, type, class: name }));
    await fc.assert(
      fc.asyncProperty(fc.array(asElement, { minLength: 1, maxLength: 20 }), async (records) => {
        const model = await new ElementsClustering({ k: 3, features: { kinds: { type: 'category' } } }).fit([...records, ...records]);
        for (const { selector } of await model.describe()) if (selector !== null) document.matching(selector);
      }),
      { examples: [[[{ type: 'a', class: '\u0080' }]]] },
    );
    await document.close();
  });
});

test('monsters do no harm', async () => {
  const monsters: ElementRecord[] = [
    {},
    { huge: 'x'.repeat(200_000), class: `${'y'.repeat(200_000)} z` },
    { huge: 'x'.repeat(200_001), ['k'.repeat(200_000)]: 1 },
    JSON.parse('{"__proto__":{"polluted":1},"constructor":"x","toString":1,"hasOwnProperty":"y"}'),
    { deep: { er: { and: { deeper: [[1, [2, { x: null }]]] } } }, list: ['🎉', '\ud800', ''] },
    { n: 1e308, m: -1e308, tiny: 5e-324, big: 10n ** 400n, bad: Number.NaN },
    Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`, i])),
    Object.defineProperty({ fine: 1 }, 'throws', { enumerable: true, get: fail }),
  ];
  const records = [...monsters, ...monsters, ...elements, ...flowers];
  for (const features of ['auto', 'presence', { mode: 'table' }] as const) {
    const model = await new ElementsClustering({ k: 6, features }).fit(records);
    const clusters = await model.describe();
    expectSound(clusters, model);
    for (const monster of monsters) {
      const explanation = await model.explain(monster);
      expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
    }
    expect(model.toBytes().length).toBeLessThan(1e6);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  }
});

function fail(): never {
  throw new Error('a getter that throws');
}
