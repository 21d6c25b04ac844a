import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ElementRecord, type FrameOptions, LinearRegression, type Schema } from '../../src/regression.ts';

const schemaOf = async (records: readonly ElementRecord[], options: Partial<FrameOptions> = {}): Promise<Schema> =>
  (await new LinearRegression({ target: 'y', ...options }).fit(records)).schema;

const numbered = (count: number, fields: (i: number) => object): ElementRecord[] =>
  Array.from({ length: count }, (_, i) => ({ y: i, ...fields(i) }));

describe('kinds of fields', () => {
  it('are told by the values', async () => {
    const records = numbered(40, (i) => ({
      number: i / 3,
      decimal: `${i}.5`,
      big: 10n ** 15n + BigInt(i),
      text: i % 2 ? 'left' : 'right',
      yes: i % 3 === 0,
      code: `0${i % 4}`,
      gap: i % 2 ? i : undefined,
    }));
    expect((await schemaOf(records)).fields).toEqual([
      { name: 'big', kind: 'number', missing: false },
      { name: 'code', kind: 'category', missing: false, levels: ['00', '01', '02', '03'] },
      { name: 'decimal', kind: 'number', missing: false },
      { name: 'gap', kind: 'number', missing: true },
      { name: 'number', kind: 'number', missing: false },
      { name: 'text', kind: 'category', missing: false, levels: ['left', 'right'] },
      { name: 'yes', kind: 'category', missing: false, levels: ['false', 'true'] },
    ]);
  });

  it('are as the user says', async () => {
    const records = numbered(40, (i) => ({ rooms: i % 12, zone: `${i % 3}`, note: `${i}` }));
    const { fields } = await schemaOf(records, {
      kinds: { rooms: 'category' },
      orders: { zone: ['2', '0', '1'] },
      fields: ['zone', 'rooms'],
    });
    expect(fields).toEqual([
      { name: 'rooms', kind: 'category', missing: false, levels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11'] },
      { name: 'zone', kind: 'category', missing: false, levels: ['2', '0', '1'] },
    ]);
  });

  it('leave out what has no value, and refuse it nowhere', async () => {
    const records = numbered(9, (i) => ({ a: i, none: null }));
    const model = await new LinearRegression({ target: 'y' }).fit(records);
    expect(model.schema.fields.map(({ name }) => name)).toEqual(['a']);
    expect(model.predictOne({ a: 1, none: 'now it has' })).toBeCloseTo(1, 9);
  });

  it('have levels of any length', async () => {
    const [short, long] = ['x', 'x'.repeat(300)];
    const records = numbered(20, (i) => ({ t: i % 2 ? short : long, y: i % 2 }));
    const model = await new LinearRegression({ target: 'y', orders: { t: [long, short] } }).fit(records);
    expect(model.predictOne({ t: short }) - model.predictOne({ t: long })).toBeCloseTo(1, 9);
    expect(model.toBytes().length).toBeLessThan(1000);
  });

  it('are refused where they are too many', async () => {
    const records = numbered(2, (i) => Object.fromEntries(Array.from({ length: 40_000 }, (_, j) => [`f${i * 40_000 + j}`, 1])));
    await expect(schemaOf(records)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect((await schemaOf(records, { fields: ['f7', 'f8'] })).fields.map(({ name }) => name)).toEqual(['f7', 'f8']);
  });

  it('do not depend on the order of records or keys', async () => {
    const record = fc.record(
      { a: fc.option(fc.integer()), b: fc.constantFrom('x', 'y', '', '7'), c: fc.boolean(), y: fc.integer() },
      { requiredKeys: ['c', 'y'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 2, maxLength: 30 }), async (records) => {
        const turned = records.toReversed().map((one) => Object.fromEntries(Object.entries(one).reverse()));
        expect(await schemaOf(turned)).toEqual(await schemaOf(records));
      }),
    );
  });
});

describe('options that the records do not bear out', () => {
  it.each<[string, Partial<FrameOptions>, object]>([
    ['a field that is not there', { fields: ['a', 'b'] }, { code: 'INVALID_OPTION', details: { field: 'fields', received: '"b"' } }],
    ['the target as a field', { fields: ['a', 'y'] }, { code: 'INVALID_OPTION', details: { field: 'fields', received: '"y"' } }],
    ['a kind of no field', { kinds: { b: 'number' } }, { code: 'INVALID_OPTION', details: { field: 'kinds' } }],
    ['an order of no field', { orders: { b: ['x'] } }, { code: 'INVALID_OPTION', details: { field: 'orders' } }],
    ['numbers that are texts', { kinds: { t: 'number' } }, { code: 'INVALID_INPUT', details: { row: 0, field: 't' } }],
    [
      'an order without a level',
      { orders: { t: ['p'] } },
      { code: 'INVALID_INPUT', details: { row: 1, field: 't', expected: 'one of p', received: '"q"' } },
    ],
    ['a target that is not there', { target: 'z' }, { code: 'INVALID_INPUT', details: { row: 0, field: 'z' } }],
  ])('%s', async (_, options, error) => {
    const records = numbered(10, (i) => ({ a: i, t: i % 2 ? 'q' : 'p' }));
    const found = await schemaOf(records, options).catch((thrown) => thrown);
    expect(found).toMatchObject(error);
  });
});
