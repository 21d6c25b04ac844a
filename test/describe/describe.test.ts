import { beforeAll, describe, expect, test } from 'vitest';
import type { ElementRecord } from '../../src/core/types.ts';
import { type ClusterDescription, type ClusteringOptions, ElementsClustering, type FieldDescription, type Input } from '../../src/index.ts';
import { page, readDiamonds } from './data.ts';

const fitted = (rows: Input, options: ClusteringOptions = {}, weights?: number[]) => new ElementsClustering(options).fit(rows, { weights });

function fieldOf({ fields }: ClusterDescription, name: string): FieldDescription {
  return fields.find(({ field }) => field === name) as FieldDescription;
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
function variance(values: number[]): number {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
}

describe('elements', () => {
  let model: ElementsClustering;
  let clusters: ClusterDescription[];
  beforeAll(async () => {
    model = await fitted(page);
    clusters = await model.describe();
  });

  test('each cluster is named by what sets it apart, as a selector writes it', () => {
    expect(clusters.map(({ name }) => name)).toEqual(['a.menu-item', 'button.btn', 'input[type=email]']);
  });

  test('sizes and examples are those of the training rows', () => {
    expect(clusters.map(({ label, count, share }) => ({ label, count, share }))).toEqual([
      { label: 0, count: 4, share: 0.4 },
      { label: 1, count: 3, share: 0.3 },
      { label: 2, count: 3, share: 0.3 },
    ]);
    for (const { label, example } of clusters) expect(model.labels[example as number]).toBe(label);
  });

  test('typical values are those of the records, class lists word by word and URLs by their beginning', () => {
    expect(fieldOf(clusters[0], 'type')).toEqual({
      field: 'type',
      kind: 'category',
      share: 1,
      values: [{ value: 'a', share: 1 }],
      numbers: null,
    });
    expect(fieldOf(clusters[0], 'href')).toMatchObject({ kind: 'url', share: 1, values: [{ value: '/site/', share: 1 }] });
    expect(clusters[0].fields.map(({ field }) => field).sort()).toEqual(['class', 'href', 'type']);
    expect(fieldOf(clusters[1], 'class').values.map(({ value }) => value)).toEqual(['btn', 'btn-primary']);
  });

  test('what sets a cluster apart says how often it is there and elsewhere', () => {
    const { distinctions } = clusters[0];
    expect(distinctions).toContainEqual({ field: 'type', value: 'a', measure: 'share', here: 1, elsewhere: 0, effect: 1 });
    expect(distinctions).toContainEqual({ field: 'href', value: null, measure: 'share', here: 1, elsewhere: 0, effect: 1 });
    const missing = clusters[2].distinctions.find(({ field, value }) => field === 'class' && value === null);
    expect(missing).toMatchObject({ here: 0, elsewhere: 1, effect: -1 });
  });

  test('selectors take tags, classes and attributes', () => {
    expect(clusters.map(({ selector }) => selector)).toEqual([
      'a.menu-item[href^="/site/"]',
      'button.btn.btn-primary[aria-label]',
      'input[name][type="email"]',
    ]);
  });
});

describe('a table', () => {
  let diamonds: ElementRecord[];
  let labels: Int32Array;
  let clusters: ClusterDescription[];
  beforeAll(async () => {
    diamonds = await readDiamonds(3000);
    const model = await fitted(diamonds, { k: 4 });
    labels = model.labels;
    clusters = await model.describe();
  });

  /** The values of a field in a cluster, and in all others. */
  function valuesOf<T>(field: string, label: number): { here: T[]; elsewhere: T[] } {
    const pick = (isWanted: (row: number) => boolean): T[] => diamonds.filter((_, row) => isWanted(row)).map((one) => one[field] as T);
    return { here: pick((row) => labels[row] === label), elsewhere: pick((row) => labels[row] !== label) };
  }

  test.each(['carat', 'price', 'x'])('numbers of %s are told in the units of the data', (field) => {
    for (const cluster of clusters) {
      const { here } = valuesOf<number>(field, cluster.label);
      const { numbers, share, values } = fieldOf(cluster, field);
      expect(share).toBe(1);
      expect(values).toEqual([]);
      expect(numbers?.mean).toBeCloseTo(mean(here), 9);
      expect(numbers?.deviation).toBeCloseTo(Math.sqrt(variance(here)), 9);
      expect([numbers?.least, numbers?.most]).toEqual([Math.min(...here), Math.max(...here)]);
    }
  });

  test('values come with their shares, the most frequent first', () => {
    for (const cluster of clusters) {
      const { here } = valuesOf<string>('cut', cluster.label);
      const { values, numbers } = fieldOf(cluster, 'cut');
      expect(numbers).toBeNull();
      expect(values.length).toBe(Math.min(5, new Set(here).size));
      for (const { value, share } of values) expect(share).toBeCloseTo(here.filter((one) => one === value).length / here.length, 12);
      expect(values.map(({ share }) => share)).toEqual(values.map(({ share }) => share).sort((a, b) => b - a));
    }
  });

  test('effects are point-biserial correlations with the cluster and the rest weighted alike', () => {
    for (const { label, distinctions } of clusters) {
      expect(distinctions.length).toBeGreaterThan(0);
      for (const { field, value, measure, here, elsewhere, effect } of distinctions) {
        const found = valuesOf<string | number>(field, label);
        const asNumbers = (values: (string | number)[]): number[] =>
          measure === 'mean' ? (values as number[]) : values.map((one) => Number(value === null || one === value));
        const [own, others] = [asNumbers(found.here), asNumbers(found.elsewhere)];
        expect(here).toBeCloseTo(mean(own), 9);
        expect(elsewhere).toBeCloseTo(mean(others), 9);
        const difference = mean(own) - mean(others);
        const together = (variance(own) + variance(others)) / 2 + difference ** 2 / 4;
        expect(effect).toBeCloseTo(difference / 2 / Math.sqrt(together), 9);
      }
      const strengths = distinctions.map(({ effect }) => Math.abs(effect));
      expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
    }
  });

  test('names speak of numbers and values; a table has no selectors', () => {
    for (const { name, selector, distinctions } of clusters) {
      expect(name).toMatch(/^\w+ [\w ]+( · \w+ [\w ]+)+$/);
      const [{ field, value, effect }] = distinctions;
      expect(name.split(' · ')).toContain(value === null ? `${field} ${effect > 0 ? 'high' : 'low'}` : `${field} ${value}`);
      expect(selector).toBeNull();
    }
  });
});

describe('presence of fields', () => {
  test('tells of values too, though the model looked at fields alone', async () => {
    const records = [
      ...Array.from({ length: 6 }, (_, i) => ({ tag: 'a', href: `/${i}`, rank: i })),
      ...Array.from({ length: 4 }, () => ({ tag: 'img', src: 'x.png', alt: '' })),
    ];
    const model = await fitted(records, { k: 2, features: 'presence' });
    const clusters = await model.describe();
    const [links, images] = [clusters[model.labels[0]], clusters[model.labels[9]]];
    expect([links.name, images.name]).toEqual(['a[href]', 'img[alt=""]']);
    expect(fieldOf(links, 'rank').numbers).toEqual({ mean: 2.5, deviation: Math.sqrt(35 / 12), least: 0, most: 5 });
    expect(fieldOf(images, 'src').values).toEqual([{ value: 'x.png', share: 1 }]);
    expect([links.selector, images.selector]).toEqual(['a[href]', 'img[alt][src="x.png"]']);
  });
});

describe('rows of numbers', () => {
  const rows = [
    [0, 5, 1],
    [2, 5, 1],
    [101, 5, 1],
    [103, 5, 2],
  ];

  test('have columns for fields', async () => {
    const [low, high] = await (await fitted(rows, { init: [rows[0], rows[2]] })).describe();
    expect([low.name, high.name]).toEqual(['x0 low, x2 low', 'x0 high, x2 high']);
    expect(low.fields.map(({ field }) => field)).toEqual(['x0', 'x1', 'x2']);
    expect(fieldOf(low, 'x0')).toEqual({
      field: 'x0',
      kind: 'number',
      share: 1,
      values: [],
      numbers: { mean: 1, deviation: 1, least: 0, most: 2 },
    });
    expect(fieldOf(high, 'x2').numbers).toEqual({ mean: 1.5, deviation: 0.5, least: 1, most: 2 });
    expect([low.example, low.selector]).toEqual([0, null]);
    expect(low.distinctions[0]).toMatchObject({ field: 'x0', value: null, measure: 'mean', here: 1, elsewhere: 102 });
  });

  test('may be sparse: what is left out is 0, and not present', async () => {
    const sparse = { values: [3, 4, 8], indices: [0, 0, 2], offsets: [0, 1, 1, 2, 3], rows: 4, columns: 3 };
    const model = await fitted(sparse, { k: 2 });
    const clusters = await model.describe();
    const last = clusters[model.labels[3]];
    expect(last.fields).toEqual([
      { field: 'x2', kind: 'number', share: 1, values: [], numbers: { mean: 8, deviation: 0, least: 8, most: 8 } },
    ]);
    const first = clusters[1 - last.label];
    expect(fieldOf(first, 'x0')).toMatchObject({ share: 2 / 3, numbers: { least: 0, most: 4 } });
    expect(fieldOf(first, 'x0').numbers?.mean).toBeCloseTo(7 / 3, 12);
  });

  test('of many columns tell of the 64 that set the cluster apart most', async () => {
    const wide = Array.from({ length: 40 }, (_, row) =>
      Array.from({ length: 100 }, (_, column) => ((row * (column + 3)) % 7) + (row % 2) * column),
    );
    const model = await fitted(wide, { init: [wide[0], wide[1]] });
    for (const { fields, distinctions } of await model.describe()) {
      expect(fields).toHaveLength(64);
      expect(fields.map(({ field }) => field)).toEqual(expect.arrayContaining(['x99', 'x98', 'x97', distinctions[0].field]));
    }
  });

  test('of one cluster have nothing that sets it apart', async () => {
    const [only] = await (await fitted(rows, { k: 1 })).describe();
    expect(only).toMatchObject({ label: 0, count: 4, share: 1, distinctions: [] });
    expect(only.name).not.toBe('');
  });
});

test('weights count as repetition', async () => {
  const weights = page.map((_, i) => 1 + (i % 3));
  const repeated = page.flatMap((record, i) => Array.from({ length: weights[i] }, () => record));
  const weighted = await (await fitted(page, { k: 3 }, weights)).describe();
  const plain = await (await fitted(repeated, { k: 3 })).describe();
  const without = (clusters: ClusterDescription[]) => clusters.map(({ example, ...rest }) => rest);
  expect(without(weighted)).toEqual(without(plain));
});

test('rows without weight are not told of', async () => {
  const model = await fitted([...page, { type: 'marquee', odd: 'x' }], { k: 3 }, [...page.map(() => 1), 0]);
  const text = JSON.stringify(await model.describe());
  expect(text).not.toContain('marquee');
  expect(text).not.toContain('odd');
});

test('fields that were to be ignored are not told of', async () => {
  for (const features of [{ kinds: { 'aria-label': 'ignore' } }, { mode: 'presence', kinds: { 'aria-label': 'ignore' } }] as const) {
    const model = await fitted(page, { k: 3, features });
    expect(JSON.stringify(await model.describe())).not.toContain('aria-label');
  }
});

test('an unfitted model has nothing to describe', async () => {
  await expect(new ElementsClustering().describe()).rejects.toMatchObject({ code: 'NOT_FITTED' });
});
