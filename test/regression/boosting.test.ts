import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { type BoostingOptions, type ElementRecord, GradientBoosting } from '../../src/regression.ts';
import { type OracleOptions, type OracleRow, oracleBoosting } from './oracle.ts';

const PLAIN: OracleOptions = {
  trees: 3,
  learningRate: 0.5,
  maxDepth: 3,
  l1: 0,
  l2: 1,
  minChildWeight: 1,
  minGain: 0,
  categories: [false, false, false],
};

/** Rows of three values; the third is one of six levels where that is wanted, the second sometimes missing; weights of 1 to 4 units. */
function rowsOf(seed: number, count: number, { missing = 0, unit = 0, levels = false } = {}): OracleRow[] {
  const random = createRandom(seed);
  const effects = Array.from({ length: 6 }, () => random.next() * 4);
  return Array.from({ length: count }, () => {
    const third = levels ? random.integer(6) : random.next();
    const values = [random.next(), random.next() < missing ? null : random.next(), third];
    const target = 3 * (values[0] as number) + (values[1] ?? 2) ** 2 + (levels ? effects[third] : third) + 0.2 * random.next();
    return { values, target, weight: unit > 0 ? unit * (1 + random.integer(4)) : 1 };
  });
}

function recordOf({ values: [a, b, c], target }: OracleRow, levels: boolean): ElementRecord {
  return { a, b, c: levels ? `level ${c}` : c, target };
}

async function compare(rows: readonly OracleRow[], options: OracleOptions): Promise<void> {
  const { categories, ...settings } = options;
  const records = rows.map((row) => recordOf(row, categories[2]));
  const model = await new GradientBoosting({ target: 'target', ...settings }).fit(records, { weights: rows.map(({ weight }) => weight) });
  const predicted = await model.predict(records);
  const expected = oracleBoosting(rows, options);
  rows.forEach(({ values }, i) => {
    expect(predicted[i]).toBeCloseTo(expected(values), 9);
  });
}

describe('trees are those of the textbook', () => {
  const seed = fc.integer({ min: 1, max: 2 ** 31 });

  it.each<[string, Partial<OracleOptions>, Parameters<typeof rowsOf>[2]]>([
    ['numbers', {}, {}],
    ['deeper, without penalty', { maxDepth: 6, l2: 0 }, {}],
    ['penalties on leaves', { l1: 1.5, l2: 4 }, {}],
    ['splits that must gain', { minGain: 1 }, {}],
    ['sides that must weigh', { minChildWeight: 7, maxDepth: 5 }, {}],
    ['weights', {}, { unit: 1 }],
    ['weights that are fractions', { minChildWeight: 0.55, l2: 0.3, maxDepth: 5 }, { unit: 0.1 }],
    ['tiny weights', { minChildWeight: 0, l2: 0 }, { unit: 1e-9 / 3 }],
    ['missing values', { maxDepth: 4 }, { missing: 0.3 }],
    ['mostly missing values, weighted', {}, { missing: 0.8, unit: 1 }],
    ['levels', { l2: 0, categories: [false, false, true] }, { levels: true }],
    ['levels, missing values and weights', { l2: 0, categories: [false, false, true] }, { levels: true, missing: 0.2, unit: 1 }],
    ['leaf by leaf', { maxLeaves: 5, maxDepth: 32 }, {}],
    ['leaf by leaf, levels', { maxLeaves: 7, maxDepth: 3, l2: 0, categories: [false, false, true] }, { levels: true, missing: 0.1 }],
  ])('%s', async (_, options, kind) => {
    await fc.assert(
      fc.asyncProperty(seed, fc.integer({ min: 2, max: 60 }), (start, count) =>
        compare(rowsOf(start, count, kind), { ...PLAIN, ...options }),
      ),
      { numRuns: 15 },
    );
  });
});

/** Records with noise, levels and gaps. */
function records(count: number, seed = 1): ElementRecord[] {
  return rowsOf(seed, count, { levels: true, missing: 0.1 }).map((row) => recordOf(row, true));
}

const fitted = (rows: readonly ElementRecord[], options: Partial<BoostingOptions> = {}): Promise<GradientBoosting> =>
  new GradientBoosting({ target: 'target', trees: 30, ...options }).fit(rows);

describe('predictions', () => {
  it('are the same bits one by one, a few and many at once', async () => {
    const rows = records(3000);
    for (const options of [{}, { maxLeaves: 40, maxDepth: 12 }, { logTarget: true }]) {
      const model = await fitted(rows, options);
      const many = await model.predict(rows);
      expect(rows.map((row) => model.predictOne(row))).toEqual([...many]);
      expect(await model.predict(rows.slice(0, 20))).toEqual(many.slice(0, 20));
      expect(await model.predict(rows.slice(0, 1025))).toEqual(many.slice(0, 1025));
    }
  });

  it('do not depend on the order of the records', async () => {
    const rows = records(400).map((row, i) => ({ ...row, target: Math.round(100 * (row.target as number)), i: i % 50 }));
    const shuffled = rows.toSorted((a, b) => a.i - b.i);
    expect((await fitted(shuffled)).toBytes()).toEqual((await fitted(rows)).toBytes());
  });

  it('do not depend on the scale of numbers, only on their order', async () => {
    const rows = records(200);
    const bent = rows.map((row) => ({ ...row, a: (row.a as number) ** 3 * 1e6 - 5 }));
    expect(await (await fitted(bent)).predict(bent)).toEqual(await (await fitted(rows)).predict(rows));
  });

  it('of levels in a given order are those of their ranks', async () => {
    const order = ['level 3', 'level 0', 'level 5', 'level 1', 'level 4', 'level 2'];
    const rows = records(300);
    const ranked = rows.map((row) => ({ ...row, c: order.indexOf(row.c as string) }));
    const byOrder = await (await fitted(rows, { orders: { c: order } })).predict(rows);
    expect(await (await fitted(ranked)).predict(ranked)).toEqual(byOrder);
    expect(await (await fitted(rows)).predict(rows)).not.toEqual(byOrder);
  });

  it('of missing values go where they fit best, also where a field is new to be missing', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({ a: i % 4 === 0 ? null : i % 3, target: i % 4 === 0 ? 50 : i % 3 }));
    const model = await fitted(rows, { trees: 200, l2: 0 });
    expect(model.predictOne({ a: null })).toBeCloseTo(50, 3);
    expect(model.predictOne({ a: 2 })).toBeCloseTo(2, 3);
    const full = await fitted(
      rows.filter(({ a }) => a !== null),
      { unknown: 'ignore' },
    );
    expect(Number.isFinite(full.predictOne({}))).toBe(true);
  });

  it('are above 0 where the logarithm was learned, and none overflows', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ a: i, target: i < 30 ? 1e-70 : 1e70 }));
    const predicted = await (await fitted(rows, { logTarget: true, trees: 200 })).predict(rows);
    expect(predicted.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
    expect(predicted[0] / 1e-70).toBeCloseTo(1, 3);
    expect(predicted[59] / 1e70).toBeCloseTo(1, 3);
    await expect(fitted([{ a: 1, target: 0 }], { logTarget: true })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { row: 0, field: 'target' },
    });
  });
});

describe('bins', () => {
  it('hold about as many records each where values abound', async () => {
    const random = createRandom(4);
    const rows = Array.from({ length: 20_000 }, () => {
      const a = random.next() ** 4;
      return { a, target: Math.sqrt(Math.sqrt(a)) };
    });
    const { r2 } = await (await fitted(rows, { maxBins: 64, trees: 300, minChildWeight: 0 })).evaluate(rows);
    expect(r2).toBeGreaterThan(1 - 1 / 62 ** 2); // nearly as good as 63 steps of equal width can be
    expect(r2).toBeLessThan(1 - 1 / 64 ** 2);
  });

  it('tell levels apart where there are more than bins, the frequent ones', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => {
      const level = i < 1000 ? i % 5 : 5 + (i % 700);
      return { a: `level ${level}`, target: level < 5 ? 100 * level : -300 };
    });
    const model = await fitted(rows, { trees: 100, l2: 0, learningRate: 0.3 });
    for (let level = 0; level < 5; level++) expect(model.predictOne({ a: `level ${level}` })).toBeCloseTo(100 * level, 0);
    expect(model.predictOne({ a: 'level 650' })).toBeCloseTo(-300, 0);
    expect(model.predictOne({ a: 'never seen' })).toBe(model.predictOne({ a: 'level 704' }));
  });
});

describe('early stopping', () => {
  const rows = records(600, 2);
  const watched = records(200, 3);

  it('keeps the trees up to the best, which are those of a shorter fit', async () => {
    const options = { learningRate: 0.8, l2: 0, minChildWeight: 0, maxDepth: 8 };
    const stopped = await new GradientBoosting({ target: 'target', trees: 500, earlyStopping: 5, ...options }).fit(rows, {
      validation: watched,
    });
    expect(stopped.trees).toBeGreaterThan(0);
    expect(stopped.trees).toBeLessThan(100);
    const short = await fitted(rows, { trees: stopped.trees, ...options });
    expect(await stopped.predict(watched)).toEqual(await short.predict(watched));
    expect(stopped.importance).toEqual(short.importance);
    const longer = await fitted(rows, { trees: stopped.trees + 1, ...options });
    const errorOf = async (model: GradientBoosting): Promise<number> => (await model.evaluate(watched)).rootMeanSquaredError;
    expect(await errorOf(stopped)).toBeLessThan(await errorOf(longer));
  });

  it('holds records out by its seed where none are given', async () => {
    const options = { trees: 200, earlyStopping: 5, learningRate: 0.5 };
    const [one, same, other] = [await fitted(rows, options), await fitted(rows, options), await fitted(rows, { ...options, seed: 1 })];
    expect(same.toBytes()).toEqual(one.toBytes());
    expect(other.toBytes()).not.toEqual(one.toBytes());
  });

  it('does not look at validation records it has no use for', async () => {
    const model = await new GradientBoosting({ target: 'target', trees: 5 }).fit(rows, { validation: [{ a: 'x' }] });
    expect(model.toBytes()).toEqual((await fitted(rows, { trees: 5 })).toBytes());
  });

  it('names row and field of validation records that do not fit', async () => {
    const model = new GradientBoosting({ target: 'target', earlyStopping: 5 });
    await expect(model.fit(rows, { validation: [watched[0], { ...watched[1], a: 'x' }] })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { row: 1, field: 'a' },
    });
  });
});

describe('sampling', () => {
  it('follows from the seed', async () => {
    const rows = records(500);
    const options = { rowSampling: 0.6, columnSampling: 0.5, trees: 20 };
    const bytes = (await fitted(rows, options)).toBytes();
    expect((await fitted(rows, options)).toBytes()).toEqual(bytes);
    expect((await fitted(rows, { ...options, seed: 7 })).toBytes()).not.toEqual(bytes);
  });

  it('grows each tree on some records and fields, all of them in the end', async () => {
    const rows = records(500);
    const model = await fitted(rows, { rowSampling: 0.3, columnSampling: 0.34, trees: 60 });
    expect(model.importance.every(({ splits }) => splits > 0)).toBe(true);
    expect((await model.evaluate(rows)).r2).toBeGreaterThan(0.9);
  });
});

describe('the model', () => {
  it('says how much each field matters', async () => {
    const rows = records(500).map((row, i) => ({ ...row, same: 'x', target: row.a, i: (i * 37) % 10 }));
    const { importance } = await fitted(rows);
    expect(importance[0].field).toBe('a');
    expect(importance.map(({ gain }) => gain)).toEqual(importance.map(({ gain }) => gain).toSorted((a, b) => b - a));
    expect(importance.find(({ field }) => field === 'same')).toEqual({ field: 'same', gain: 0, splits: 0 });
  });

  it('has no trees where nothing is left to learn', async () => {
    const model = await fitted([
      { a: 1, target: 5 },
      { a: 2, target: 5 },
    ]);
    expect(model.trees).toBe(0);
    expect(model.predictOne({ a: 9 })).toBe(5);
  });

  it('predicts the same where there is no WebAssembly, and says so where it cannot fit', async () => {
    const rows = records(200);
    const bytes = (await fitted(rows)).toBytes();
    const expected = await GradientBoosting.fromBytes(bytes).predict(rows);
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    try {
      const bare = await import('../../src/regression.ts');
      expect(await bare.GradientBoosting.fromBytes(bytes).predict(rows)).toEqual(expected);
      await expect(new bare.GradientBoosting({ target: 'target' }).fit(rows)).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('refuses weights that would overflow', async () => {
    const rows = records(3);
    await expect(new GradientBoosting({ target: 'target' }).fit(rows, { weights: [1, 1e16, 1] })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { row: 1, expected: 'at most 1000000000000000' },
    });
  });

  it('refuses histograms that would not fit', async () => {
    const rows = Array.from({ length: 900 }, (_, i) => Object.fromEntries(Array.from({ length: 700 }, (_, j) => [`f${j}`, (i * j) % 7])));
    await expect(new GradientBoosting({ target: 'f1', maxDepth: 32, maxLeaves: 1000 }).fit(rows)).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
  });
});
