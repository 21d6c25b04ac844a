import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readElements } from '../../data/elements.ts';
import type { ElementRecord } from '../../src/core/types.ts';
import { ElementsClustering, type ExplainedRow, type Explanation, type Input } from '../../src/index.ts';
import { page, readDiamonds } from './data.ts';

/** Checks what holds for every explanation, against what the model itself answers. */
async function expectSound(model: ElementsClustering, row: ExplainedRow, input: Input, isSquared: boolean): Promise<Explanation> {
  const explanation = await model.explain(row);
  const { label, distance, name, fields, rival } = explanation;
  const { data } = await model.transform(input);
  const [own, ...others] = [...data].map((one, i) => ({ one, i })).sort((a, b) => a.one - b.one || a.i - b.i);
  expect(label).toBe((await model.predict(input))[0]);
  expect(distance).toBeCloseTo(own.one, 9);
  expect(name).toBe((await model.describe())[label].name);
  expect(rival === null).toBe(others.length === 0);
  if (rival) {
    expect(rival.label).not.toBe(label);
    expect(rival.distance).toBeCloseTo(others[0].one, 9);
    const measure = (one: number): number => (isSquared ? one * one : one);
    const sum = fields.reduce((all, { contribution }) => all + contribution, 0);
    expect(Math.abs(sum - (measure(rival.distance) - measure(distance)))).toBeLessThanOrEqual(
      1e-9 * Math.max(1e-300, measure(rival.distance)),
    );
    expect(rival.fields).toEqual(fields.filter(({ contribution }) => contribution < 0).reverse());
  } else expect(fields).toEqual([]);
  const contributions = fields.map(({ contribution }) => contribution);
  expect(contributions).toEqual([...contributions].sort((a, b) => b - a));
  expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  return explanation;
}

describe('elements', () => {
  let model: ElementsClustering;
  beforeAll(async () => {
    model = await new ElementsClustering().fit(page);
  });

  test('tells the fields that pulled a record in, and what of it is new', async () => {
    const record = { type: 'a', class: 'menu-item wide', href: '/site/blog', '@click': 'go()' };
    const { label, name, fields, rival, unseen } = await expectSound(model, record, [record], false);
    expect([label, name]).toEqual([0, 'a.menu-item']);
    expect(fields.slice(0, 2).map(({ field }) => field)).toEqual(['class', 'href']);
    expect(fields[0].parts[0]).toEqual({ family: 'token', value: 'menu-item', contribution: expect.any(Number) });
    expect(fields[1].parts).toContainEqual({ family: 'name', contribution: expect.any(Number) });
    expect(rival?.name).toBe('button.btn');
    expect(unseen).toEqual([{ field: '@click' }, { field: 'class', value: 'wide' }, { field: 'href', value: 'blog' }]);
  });

  test('tells what pushes to the rival', async () => {
    const record = { type: 'a', class: 'btn menu-item', href: '/site/news', 'aria-label': 'play' };
    const { rival } = await expectSound(model, record, [record], false);
    expect(rival?.name).toBe('button.btn');
    expect(rival?.fields.map(({ field }) => field)).toEqual(['aria-label']);
    expect(rival?.fields[0].contribution).toBeLessThan(0);
  });

  test('holds for real ones', async () => {
    const { train, validation } = await readElements();
    const trained = await new ElementsClustering().fit(train.elements.slice(0, 1000));
    for (const record of validation.elements.filter((_, i) => i % 100 === 0)) await expectSound(trained, record, [record], false);
  });
});

describe('a table', () => {
  test('contributions are of squared distances, values and numbers beyond training are new', async () => {
    const diamonds = await readDiamonds(2000);
    const model = await new ElementsClustering({ k: 5 }).fit(diamonds);
    const known = await expectSound(model, diamonds[7], [diamonds[7]], true);
    expect(known.unseen).toEqual([]);
    const odd = { ...diamonds[7], carat: 99, cut: 'Perfect', price: 'unknown', setting: 'gold' };
    const { unseen, fields } = await expectSound(model, odd, [odd], true);
    expect(unseen).toEqual([
      { field: 'carat', value: '99' },
      { field: 'cut', value: 'Perfect' },
      { field: 'price', value: 'unknown' },
      { field: 'setting' },
    ]);
    expect(fields.some(({ field }) => field === 'setting')).toBe(false);
  });

  test('identifiers are left out, not new', async () => {
    const records = Array.from({ length: 30 }, (_, i) => ({ id: `user-${1000 + i}`, age: i % 10, plan: i % 2 ? 'free' : 'paid' }));
    const model = await new ElementsClustering({ k: 2 }).fit(records);
    expect((await model.explain({ id: 'user-9', age: 3, plan: 'free' })).unseen).toEqual([]);
  });
});

test('presence of fields: a field that training did not have is new', async () => {
  const model = await new ElementsClustering({ k: 2, features: 'presence' }).fit(page);
  const record = { type: 'x', class: 'y', 'data-new': 1 };
  const { unseen } = await expectSound(model, record, [record], true);
  expect(unseen).toEqual([{ field: 'data-new' }]);
});

const value = fc.integer({ min: -500, max: 500 }).map((whole) => whole / 8);
const matrix = fc
  .integer({ min: 1, max: 6 })
  .chain((columns) => fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 40 }));

describe('rows of numbers', () => {
  test('any row, by either metric', async () => {
    const options = fc.record({ k: fc.integer({ min: 1, max: 6 }), metric: fc.constantFrom('euclidean' as const, 'cosine' as const) });
    await fc.assert(
      fc.asyncProperty(matrix, options, fc.nat(1000), async (rows, settings, pick) => {
        const model = await new ElementsClustering(settings).fit(rows);
        const row = rows[pick % rows.length].map((one) => one + (pick % 3));
        const { fields } = await expectSound(model, row, [row], settings.metric === 'euclidean');
        for (const { field, parts } of fields) {
          expect(field).toMatch(/^x\d$/);
          expect(parts).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('sparse ones, and numbers beyond training', async () => {
    const sparse = { values: [3, 4, 8], indices: [0, 0, 2], offsets: [0, 1, 1, 2, 3], rows: 4, columns: 3 };
    const model = await new ElementsClustering({ k: 2 }).fit(sparse);
    const one = { values: [5], indices: [0], offsets: [0, 1], rows: 1, columns: 3 };
    const { unseen } = await expectSound(model, one, one, true);
    expect(unseen).toEqual([{ field: 'x0', value: '5' }]);
  });

  test('far from the origin and tiny', async () => {
    for (const [offset, scale] of [
      [2 ** 24, 1],
      [0, 2 ** -80],
    ]) {
      const rows = [
        [0, 1],
        [1, 0],
        [40, 41],
        [41, 40],
        [80, 0],
      ].map((row) => row.map((one) => one * scale + offset));
      const model = await new ElementsClustering({ init: [rows[0], rows[2], rows[4]] }).fit(rows);
      const { fields } = await model.explain(rows[1]);
      expect(fields.map(({ field }) => field)).toEqual(['x1', 'x0']);
      expect(fields[0].contribution / scale / scale).toBeCloseTo(40.5 * 40.5 - 0.25, 4);
      expect(fields[1].contribution / scale / scale).toBeCloseTo(39.5 * 39.5 - 0.25, 4);
    }
  });
});

describe('what is no row to explain is refused', () => {
  const rows = [
    [0, 0],
    [9, 9],
  ];
  const refused = (model: ElementsClustering, row: unknown) => expect(model.explain(row as ElementRecord)).rejects;

  test.each([null, undefined, 5, 'a', [], [1], [1, Number.NaN], [1, 'x'], {}, [[1, 2]]])('%j by a model of numbers', async (row) => {
    await refused(await new ElementsClustering({ k: 2 }).fit(rows), row).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test.each([null, undefined, 5, 'a', [1, 2]])('%j by a model of records', async (row) => {
    await refused(await new ElementsClustering().fit(page), row).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('several sparse rows at once', async () => {
    const sparse = { values: [1, 2], indices: [0, 1], offsets: [0, 1, 2], rows: 2, columns: 2 };
    await refused(await new ElementsClustering({ k: 2 }).fit(rows), sparse).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('anything by a model that is not fitted', async () => {
    await refused(new ElementsClustering(), [1]).toMatchObject({ code: 'NOT_FITTED' });
  });
});
