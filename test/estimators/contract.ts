import { describe, expect, it } from 'vitest';
import type { ElementRecord, Estimator, EstimatorDefinition } from '../../src/estimators.ts';

/** What the contract needs to know of a type of estimator. */
export interface ContractOptions {
  readonly definition: EstimatorDefinition;
  /** Options that learn from {@link house} records, `price` being the target of those that have one. */
  readonly options: object;
  /** Options that are out of range, each with the name of the option. */
  readonly wrongOptions: readonly (readonly [field: string, options: object])[];
  /** Whether it learns from fields as they are, and refuses records whose fields are not those it learned from: regressions. */
  readonly strict: boolean;
}

const CITIES = ['Aarhus', 'Bergen', 'Cork', 'Delft'];

/** A record of mixed fields, some missing; the same for the same number. */
export function house(i: number): ElementRecord {
  const noise = (i * 7919) % 97;
  const size = 40 + ((i * 31) % 120);
  return {
    size,
    ...(i % 5 === 0 ? {} : { rooms: 1 + (i % 6) }),
    city: CITIES[(i * 13) % 4],
    garden: i % 3 === 0,
    price: 1000 * size + 5000 * (i % 6) + 20_000 * ((i * 13) % 4) + 100 * noise,
  };
}

const HOUSES = Array.from({ length: 300 }, (_, i) => house(i));
const MORE = Array.from({ length: 40 }, (_, i) => house(1000 + i));

/** The contract of {@link Estimator}. */
export function estimatorContract({ definition, options, wrongOptions, strict }: ContractOptions): void {
  const create = (): Estimator => definition.create(options);
  const coded = (code: string, details = {}): unknown => expect.objectContaining({ code, details: expect.objectContaining(details) });

  describe(`${definition.type}: the contract of an estimator`, () => {
    it('describes itself', async () => {
      const model = create();
      expect(model.type).toBe(definition.type);
      expect(model.task).toBe(definition.task);
      expect(definition.description).toMatch(/\.$/);
      const { properties, required } = definition.options;
      expect(Object.keys(properties)).toEqual(expect.arrayContaining([...required, ...Object.keys(definition.searchSpace)]));
      for (const range of Object.values(definition.searchSpace)) {
        const ends = range.kind === 'choice' ? range.values : [range.least, range.most];
        expect(ends.length).toBeGreaterThan(1);
      }
    });

    it('takes every value of its search space, and every default', () => {
      const { properties } = definition.options;
      for (const [name, range] of Object.entries(definition.searchSpace)) {
        for (const value of range.kind === 'choice' ? range.values : [range.least, range.most]) {
          expect(() => definition.create({ ...options, [name]: value })).not.toThrow();
        }
      }
      const defaults = Object.entries(properties).flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]]));
      expect(() => definition.create({ ...Object.fromEntries(defaults), ...options })).not.toThrow();
    });

    it.each(wrongOptions)('names the option that is wrong: %s', (field, wrong) => {
      expect(() => definition.create(wrong)).toThrow(coded('INVALID_OPTION', { field }));
    });

    it('learns, predicts and evaluates', async () => {
      const model = create();
      expect(await model.fit(HOUSES)).toBe(model);
      const predicted = await model.predict(MORE);
      expect(predicted).toBeInstanceOf(definition.task === 'regression' ? Float64Array : Int32Array);
      expect(predicted.length).toBe(MORE.length);
      const scores = await model.evaluate(MORE);
      expect(scores.rows).toBe(MORE.length);
      for (const score of Object.values(scores)) expect(score === null || Number.isFinite(score)).toBe(true);
    });

    it('predicts a record alone as it does among others', async () => {
      const model = await create().fit(HOUSES);
      const together = await model.predict(HOUSES);
      for (const i of [0, 1, 57, 299]) expect((await model.predict([HOUSES[i]]))[0]).toBe(together[i]);
    });

    it('says what it reads', async () => {
      const { fields, target } = (await create().fit(HOUSES)).schema;
      expect(target).toBe(definition.task === 'regression' ? 'price' : null);
      const names = fields.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['city', 'garden', 'rooms', 'size']));
      expect(names.includes('price')).toBe(target === null);
      expect(fields.find(({ name }) => name === 'city')?.levels?.toSorted()).toEqual(CITIES);
      expect(fields.find(({ name }) => name === 'rooms')).toMatchObject({ kind: 'number', missing: true });
      expect(fields.find(({ name }) => name === 'size')).toMatchObject({ kind: 'number', missing: false });
    });

    it('comes back from its bytes, bit for bit', async () => {
      const model = await create().fit(HOUSES);
      const bytes = model.toBytes();
      const again = definition.fromBytes(bytes);
      expect(again.type).toBe(definition.type);
      expect(await again.predict(MORE)).toEqual(await model.predict(MORE));
      expect(again.schema).toEqual(model.schema);
      expect(again.toBytes()).toEqual(bytes);
      expect(await again.evaluate(MORE)).toEqual(await model.evaluate(MORE));
      await again.fit(HOUSES); // with the options it came with
      expect(again.toBytes()).toEqual(bytes);
    });

    it('gives the same bytes for the same records, whatever the order of their keys', async () => {
      const turned = HOUSES.map((record) => Object.fromEntries(Object.entries(record).reverse()));
      expect((await create().fit(turned)).toBytes()).toEqual((await create().fit(HOUSES)).toBytes());
    });

    it('refuses damaged bytes and those of another type', async () => {
      const bytes = (await create().fit(HOUSES)).toBytes();
      for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 60)) {
        const damaged = bytes.slice();
        damaged[at] ^= 0x10;
        expect(() => definition.fromBytes(damaged)).toThrow(coded('CORRUPT_MODEL'));
        expect(() => definition.fromBytes(bytes.slice(0, at))).toThrow(coded('CORRUPT_MODEL'));
      }
    });

    it('does nothing before it is fitted', async () => {
      const model = create();
      await expect(model.predict(MORE)).rejects.toThrow(coded('NOT_FITTED'));
      await expect(model.evaluate(MORE)).rejects.toThrow(coded('NOT_FITTED'));
      expect(() => model.toBytes()).toThrow(coded('NOT_FITTED'));
      expect(() => model.schema).toThrow(coded('NOT_FITTED'));
    });

    it('names what is no record', async () => {
      const model = await create().fit(HOUSES);
      for (const records of [[], [HOUSES[0], null], [HOUSES[0], 7], 'text', undefined, null]) {
        await expect(create().fit(records as never)).rejects.toThrow(coded('INVALID_INPUT'));
        await expect(model.predict(records as never)).rejects.toThrow(coded('INVALID_INPUT'));
        await expect(model.evaluate(records as never)).rejects.toThrow(coded('INVALID_INPUT'));
      }
    });

    it('names the weights that are wrong', async () => {
      for (const weights of [[1], new Array(300).fill(0), [...new Array(299).fill(1), -1], [...new Array(299).fill(1), NaN]]) {
        await expect(create().fit(HOUSES, { weights })).rejects.toThrow(coded('INVALID_INPUT'));
      }
    });

    it('tells of its progress, which never falls', async () => {
      const seen: number[] = [];
      await create().fit(HOUSES, { onProgress: ({ done }) => seen.push(done) });
      expect(seen.length).toBeGreaterThan(1);
      expect(seen[0]).toBe(0);
      expect(seen.every((done, i) => done <= 1 && (i === 0 || done >= seen[i - 1]))).toBe(true);
    });

    it('stops when asked, and stays as it was', async () => {
      const model = await create().fit(HOUSES);
      const before = model.toBytes();
      await expect(model.fit(MORE, { signal: AbortSignal.abort('enough') })).rejects.toThrow(coded('ABORTED'));
      const controller = new AbortController();
      const stopped = model.fit(MORE, { signal: controller.signal, onProgress: () => controller.abort() });
      await expect(stopped).rejects.toThrow(coded('ABORTED'));
      await expect(model.evaluate(MORE, { signal: AbortSignal.abort() })).rejects.toThrow(coded('ABORTED'));
      expect(model.toBytes()).toEqual(before);
    });

    it('stays as it was when a fit fails', async () => {
      const model = await create().fit(HOUSES);
      const before = model.toBytes();
      await expect(model.fit([...HOUSES, 'no record'] as never)).rejects.toThrow(coded('INVALID_INPUT'));
      expect(model.toBytes()).toEqual(before);
      expect(await model.predict(MORE)).toEqual(
        await create()
          .fit(HOUSES)
          .then((fresh) => fresh.predict(MORE)),
      );
    });

    it('never predicts NaN, whatever the records', async () => {
      for (const records of hostileSets()) {
        const model = create();
        try {
          await model.fit(records);
        } catch (error) {
          expect(error).toEqual(coded('INVALID_INPUT'));
          continue;
        }
        expect((await model.predict(records)).some(Number.isNaN)).toBe(false);
        definition.fromBytes(model.toBytes());
      }
      const model = await create().fit(HOUSES);
      for (const record of HOSTILE) {
        const [value] = await model.predict([{ ...HOUSES[1], ...record }]).catch((error) => {
          expect(error).toEqual(coded('INVALID_INPUT', { row: 0 }));
          return [0];
        });
        expect(Number.isFinite(value)).toBe(true);
      }
    });

    if (!strict) return;

    it('takes a record of weight 2 for two', async () => {
      const weights = HOUSES.map((_, i) => 1 + (i % 2));
      const twice = HOUSES.flatMap((record, i) => (i % 2 ? [record, record] : [record]));
      const weighted = await (await create().fit(HOUSES, { weights })).predict(MORE);
      const repeated = await (await create().fit(twice)).predict(MORE);
      for (let i = 0; i < MORE.length; i++) expect(weighted[i]).toBeCloseTo(repeated[i], 4);
    });

    it.each([
      ['a field it does not know', { ...house(7), colour: 'red' }, 'colour'],
      ['a field that is not there', { ...house(7), size: undefined }, 'size'],
      ['null where no record had it', { ...house(7), city: null }, 'city'],
      ['an empty text where no record had it', { ...house(7), city: '' }, 'city'],
      ['a text where numbers were', { ...house(7), size: 'large' }, 'size'],
      ['NaN', { ...house(7), size: NaN }, 'size'],
      ['infinity', { ...house(7), size: -Infinity }, 'size'],
      ['an object', { ...house(7), city: { name: 'Cork' } }, 'city'],
      ['a list', { ...house(7), rooms: [1] }, 'rooms'],
      ['a level it does not know', { ...house(7), city: 'Essen' }, 'city'],
    ])('names row and field of %s', async (_, record, field) => {
      const model = await create().fit(HOUSES);
      const wrong = coded('INVALID_INPUT', { row: 2, field });
      await expect(model.predict([house(1), house(2), record])).rejects.toThrow(wrong);
      await expect(model.evaluate([house(1), house(2), record])).rejects.toThrow(wrong);
    });

    it('does without what it does not know where that is wanted', async () => {
      const model = await definition.create({ ...options, unknown: 'ignore' }).fit(HOUSES);
      const [plain, strange, less] = await model.predict([house(7), { ...house(7), colour: 'red' }, { price: 1 }]);
      expect(strange).toBe(plain);
      expect(Number.isFinite(less)).toBe(true);
      expect(Number.isFinite((await model.predict([{ ...house(7), city: 'Essen' }]))[0])).toBe(true);
    });

    it('names row and field of values it cannot learn from', async () => {
      const wrong: [object, string][] = [
        [{ price: undefined }, 'price'],
        [{ price: 'dear' }, 'price'],
        [{ price: 1e80 }, 'price'],
        [{ size: 'large' }, 'size'],
        [{ size: Infinity }, 'size'],
        [{ city: ['Cork'] }, 'city'],
      ];
      for (const [values, field] of wrong) {
        const records = HOUSES.map((record, i) => (i === 123 ? { ...record, ...values } : record));
        await expect(create().fit(records)).rejects.toThrow(coded('INVALID_INPUT', { row: 123, field }));
      }
    });
  });
}

/** Values that a field may meet in the wild. */
const HOSTILE: readonly ElementRecord[] = [
  { size: 1e308 },
  { size: -1e74 },
  { size: 5e-324 },
  { size: -0 },
  { size: 12n },
  { size: '1e3' },
  { size: '007' },
  { size: Symbol('size') },
  { size: () => 1 },
  { rooms: null },
  { rooms: '' },
  { city: '\ud800' },
  { city: 'x'.repeat(200_000) },
  { city: '__proto__' },
  { city: 7 },
  { garden: 'true' },
  JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}'),
  Object.create({ size: 1 }),
];

/** Training sets that break careless arithmetic. */
function* hostileSets(): Generator<ElementRecord[]> {
  const rows = Array.from({ length: 24 }, (_, i) => i);
  yield [{ a: 1, price: 1 }];
  yield rows.map(() => ({ a: 1, price: 3 })); // nothing varies
  yield rows.map((i) => ({ a: i, price: 3 })); // the target does not
  yield rows.map((i) => ({ a: 7, price: i })); // only the target does
  yield rows.map((i) => ({ a: i, b: 2 * i, c: i + 1, price: i * i })); // columns that say the same
  yield rows.map((i) => ({ a: 1e74 * (i - 9), price: -1e74 * i })); // near the end of the range
  yield rows.map((i) => ({ a: 1e-74 * i, price: 1e74 * (i % 5) }));
  yield rows.map((i) => ({ a: 1e-300 * i, price: 1e-300 * i }));
  yield rows.map((i) => ({ a: 1e9 + i * 1e-6, price: i })); // far from 0, close together
  yield rows.map((i) => ({ id: `item-${i}`, price: i })); // no level twice
  yield rows.map((i) => ({ a: i % 2 ? null : undefined, price: i })); // nothing to learn from
  yield rows.map((i) => ({ a: i === 0 ? 5 : null, b: i === 1 ? 'x' : '', price: i })); // nearly all missing
  yield rows.map((i) => JSON.parse(`{"__proto__": ${i}, "constructor": "${i % 3}", "price": ${i}}`));
  yield rows.map((i) => ({ a: i % 2 === 0, price: i })); // booleans
  yield Array.from({ length: 700 }, (_, i) => ({ a: `level ${i % 350}`, price: i % 350 })); // more levels than bins
}
