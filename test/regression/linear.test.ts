import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { type Coefficient, type ElementRecord, type LinearOptions, LinearRegression } from '../../src/regression.ts';

const fitted = (records: readonly ElementRecord[], options: Partial<LinearOptions> = {}): Promise<LinearRegression> =>
  new LinearRegression({ target: 'y', ...options }).fit(records);

/** Coefficients by name: `field`, `field=level`, `field others` or `field missing`. */
function byName(coefficients: readonly Coefficient[]): Record<string, number> {
  const name = ({ field, of, level }: Coefficient): string =>
    of === 'number' ? field : of === 'level' ? `${field}=${level}` : `${field} ${of}`;
  return Object.fromEntries(coefficients.map((one) => [name(one), one.value]));
}

function noisy(seed: number, count: number): ElementRecord[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const [a, b] = [random.next(), 100 * random.next()];
    const t = ['p', 'q', 'r'][random.integer(3)];
    return { a, b, t, y: 2 * a - b / 10 + (t === 'q' ? 5 : 0) + random.next() };
  });
}

describe('coefficients', () => {
  it('say what each unit and level adds', async () => {
    const records = [1, 2, 3, 4, 5, 6].flatMap((a) =>
      Object.entries({ red: 4, blue: 0, green: -2 }).map(([c, effect]) => ({ a, c, y: 7 + 3 * a + effect })),
    );
    const model = await fitted(records);
    const found = byName(model.coefficients);
    expect(Object.keys(found)).toEqual(['a', 'c=green', 'c=red']); // in comparison with blue
    expect(found.a).toBeCloseTo(3, 10);
    expect(found['c=red']).toBeCloseTo(4, 10);
    expect(found['c=green']).toBeCloseTo(-2, 10);
    expect(model.intercept).toBeCloseTo(7, 10);
    expect(model.predictOne({ a: 10, c: 'red' })).toBeCloseTo(41, 10);
  });

  it('take the first of the levels in the order given as the one to compare with', async () => {
    const records = noisy(3, 60);
    const plain = byName((await fitted(records)).coefficients);
    const turned = byName((await fitted(records, { orders: { t: ['q', 'r', 'p'] } })).coefficients);
    expect(Object.keys(turned)).toEqual(['a', 'b', 't=r', 't=p']);
    expect(turned['t=p']).toBeCloseTo(-plain['t=q'], 9);
  });

  it('add up to the prediction', async () => {
    const records = noisy(4, 50);
    const model = await fitted(records);
    const found = byName(model.coefficients);
    for (const record of records.slice(0, 10)) {
      const sum = model.intercept + found.a * (record.a as number) + found.b * (record.b as number) + (found[`t=${record.t}`] ?? 0);
      expect(model.predictOne(record)).toBeCloseTo(sum, 9);
    }
  });

  it('leave errors that no column says anything of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 8, max: 700 }), async (seed, count) => {
        const records = noisy(seed, count);
        const predicted = await (await fitted(records)).predict(records);
        const errors = records.map(({ y }, i) => (y as number) - predicted[i]);
        for (const column of [
          () => 1,
          ({ a }: ElementRecord) => a as number,
          ({ b }: ElementRecord) => b as number,
          ({ t }: ElementRecord) => Number(t === 'q'),
        ]) {
          const dot = records.reduce((sum, record, i) => sum + column(record) * errors[i], 0);
          expect(Math.abs(dot)).toBeLessThan(1e-8 * count);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('shrink under a penalty, to nothing in the end', async () => {
    const records = noisy(5, 80);
    const lengthAt = async (l2: number): Promise<number> => {
      const { coefficients } = await fitted(records, { l2 });
      return Math.hypot(...coefficients.map(({ value }) => value));
    };
    const lengths = await Promise.all([0, 1, 10, 1000, 1e12].map(lengthAt));
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
    expect(lengths.at(-1)).toBeLessThan(1e-6);
    const mean = records.reduce((sum, { y }) => sum + (y as number), 0) / records.length;
    expect((await fitted(records, { l2: 1e12 })).predictOne(records[0])).toBeCloseTo(mean, 5);
  });
});

describe('columns that say nothing new', () => {
  it('are dropped and named, the first of each kind kept', async () => {
    const records = noisy(6, 40).map((record) => ({
      ...record,
      a2: 3 * (record.a as number) - 1,
      one: 1,
      z: (record.a as number) + (record.b as number),
    }));
    const model = await fitted(records);
    expect(model.coefficients.filter(({ dropped }) => dropped).map(({ field, value }) => [field, value])).toEqual([
      ['a2', 0],
      ['one', 0],
      ['z', 0],
    ]);
    const plain = await fitted(noisy(6, 40));
    records.forEach((record) => {
      const { a, b, t } = record as ElementRecord;
      expect(model.predictOne(record)).toBeCloseTo(plain.predictOne({ a, b, t }), 9);
    });
  });

  it('are dropped where there are more columns than records', async () => {
    const records = noisy(7, 3);
    const model = await fitted(records);
    expect(model.coefficients.filter(({ dropped }) => !dropped).length).toBeLessThan(3);
    const predicted = await model.predict(records);
    records.forEach(({ y }, i) => {
      expect(predicted[i]).toBeCloseTo(y as number, 8);
    });
  });

  it('share their weight under a penalty', async () => {
    const records = noisy(8, 40).map((record) => ({ a: record.a, twin: record.a, y: record.y }));
    const { a, twin } = byName((await fitted(records, { l2: 0.1 })).coefficients);
    expect(a).toBeCloseTo(twin, 9);
  });
});

describe('what is missing', () => {
  it('counts as the mean, and has a coefficient of its own', async () => {
    const records = Array.from({ length: 60 }, (_, i) =>
      i % 4 === 0 ? { b: i % 7, y: 100 + 2 * (i % 7) } : { a: i, b: i % 7, y: 5 * i + 2 * (i % 7) },
    );
    const model = await fitted(records);
    expect(byName(model.coefficients).a).toBeCloseTo(5, 9);
    expect(model.predictOne({ b: 3 })).toBeCloseTo(106, 8);
    expect(model.predictOne({ a: 7, b: 3 })).toBeCloseTo(41, 8);
  });

  it('is a level of a category', async () => {
    const records = Array.from({ length: 30 }, (_, i) => ({ t: [null, 'p', 'q'][i % 3], y: [9, 1, 4][i % 3] }));
    const model = await fitted(records);
    expect(byName(model.coefficients)).toEqual({ 't=q': expect.closeTo(3, 9), 't missing': expect.closeTo(8, 9) });
    expect(model.predictOne({})).toBeCloseTo(9, 9);
  });

  it('counts as the mean where no record lacked it and that is ignored', async () => {
    const records = Array.from({ length: 20 }, (_, i) => ({ a: i, y: 3 * i }));
    const model = await fitted(records, { unknown: 'ignore' });
    expect(model.predictOne({})).toBeCloseTo(28.5, 9);
  });
});

describe('odd data', () => {
  it('keeps its digits far from 0', async () => {
    const records = noisy(9, 50).map((record) => ({ ...record, a: (record.a as number) + 2 ** 30 }));
    const near = noisy(9, 50).map((record) => ({ ...record, a: (record.a as number) + 2 ** 30 - 2 ** 30 }));
    const [far, close] = [await fitted(records), await fitted(near)];
    expect(byName(far.coefficients).a).toBeCloseTo(byName(close.coefficients).a, 6);
    expect(far.predictOne(records[0])).toBeCloseTo(close.predictOne(near[0]), 7);
  });

  it('of more levels than are kept has one coefficient for all others', async () => {
    const records = Array.from({ length: 1200 }, (_, i) => ({ t: i < 600 ? `t${i % 3}` : `rare ${i % 400}`, y: i < 600 ? i % 3 : 50 }));
    const model = await fitted(records);
    expect(model.coefficients.at(-1)).toMatchObject({ field: 't', of: 'others' });
    expect(model.predictOne({ t: 't2' })).toBeCloseTo(2, 8);
    expect(model.predictOne({ t: 'something else' })).toBeCloseTo(50, 8);
  });

  it('of too many columns is refused', async () => {
    const records = Array.from({ length: 508 }, (_, i) => ({
      ...Object.fromEntries([...'abcdefghi'].map((name) => [name, `v${i % 254}`])),
      y: i,
    }));
    await expect(fitted(records)).rejects.toMatchObject({ code: 'TOO_LARGE', message: expect.stringContaining('2277 columns') });
  });

  it('with a target that has no logarithm is refused where it is asked for', async () => {
    const records = [...noisy(1, 9).map((record) => ({ ...record, y: 5 })), { a: 1, b: 2, t: 'p', y: -3 }];
    await expect(fitted(records, { logTarget: true })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { row: 9, field: 'y', expected: 'a number above 0', received: '-3' },
    });
  });
});
