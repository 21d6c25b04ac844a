import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readElements } from '../../data/elements.ts';
import { checkInput } from '../../src/core/input.ts';
import { createPace } from '../../src/core/pace.ts';
import type { Input } from '../../src/core/types.ts';
import { fitEncoder } from '../../src/features/fit-encoder.ts';
import type { Encoder } from '../../src/features/types.ts';
import { type ClusterDescription, CorruptModelError, ElementsClustering } from '../../src/index.ts';
import { packContainer, unpackContainer } from '../../src/model/container.ts';
import { describeModel, extendProfile, joinProfile, nameNew, profileOf } from '../../src/model/describe/index.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { DescribedClustering, Profile } from '../../src/model/profile.ts';
import { page, readDiamonds } from './data.ts';

const pace = createPace();
const ones = (rows: number): Float64Array => new Float64Array(rows).fill(1);

function profiled(input: Input, labels: number[], k: number, encoder: Encoder | null, weights = ones(labels.length)): Promise<Profile> {
  return profileOf({ input: checkInput(input), labels, k, weights, encoder }, pace);
}

/** What a model with this profile says of its clusters, as far as rows alone decide it. */
function told(profile: Profile, k: number, encoder: Encoder | null): ClusterDescription[] {
  const model = {
    told: () => ({ profile, names: nameNew(profile, encoder) }),
    counts: ones(k),
    ids: Int32Array.from({ length: k }, (_, c) => c),
  };
  return describeModel(model as unknown as DescribedClustering);
}

describe('a profile that was extended tells the same as one of all rows', () => {
  test('records, new clusters among them', async () => {
    const { train } = await readElements();
    const records = train.elements.slice(0, 600);
    const encoder = fitEncoder(records);
    const labels = records.map((_, row) => (row < 300 ? row % 4 : (row * 7) % 6));
    const first = await profiled(records.slice(0, 300), labels.slice(0, 300), 4, encoder);
    const more = { input: checkInput(records.slice(300)), labels: labels.slice(300), k: 6, weights: ones(300), encoder };
    const extended = told(await extendProfile(first, more, pace), 6, encoder);
    const whole = told(await profiled(records, labels, 6, encoder), 6, encoder);
    for (const [label, cluster] of extended.entries()) {
      const expected = new Map(whole[label].fields.map((field) => [field.field, field]));
      for (const { field, share, values } of cluster.fields.filter((one) => one.share > 0.1)) {
        expect(share).toBeCloseTo(expected.get(field)?.share as number, 12);
        // of values that were left out at first only the later ones count
        for (const { value, share: own } of values) {
          const found = expected.get(field)?.values.find((one) => one.value === value);
          if (found) expect(own).toBeLessThanOrEqual(found.share + 1e-12);
        }
      }
      expect(cluster.fields[0].values[0]).toEqual(whole[label].fields[0].values[0]);
    }
  });

  test('tables, exactly', async () => {
    const diamonds = await readDiamonds(900);
    const encoder = fitEncoder(diamonds);
    const labels = diamonds.map((_, row) => (row * row) % 3);
    const first = await profiled(diamonds.slice(0, 500), labels.slice(0, 500), 3, encoder);
    const more = { input: checkInput(diamonds.slice(500)), labels: labels.slice(500), k: 3, weights: ones(400), encoder };
    const extended = told(await extendProfile(first, more, pace), 3, encoder);
    const whole = told(await profiled(diamonds, labels, 3, encoder), 3, encoder);
    for (const [label, { fields }] of extended.entries()) {
      for (const [i, { numbers, ...rest }] of fields.entries()) {
        const { numbers: expected, ...others } = whole[label].fields[i];
        expect(rest).toEqual(others);
        if (numbers === null || expected === null) expect(numbers).toBe(expected);
        else {
          expect(numbers.mean).toBeCloseTo(expected.mean, 8);
          expect(numbers.deviation).toBeCloseTo(expected.deviation, 8);
          expect([numbers.least, numbers.most]).toEqual([expected.least, expected.most]);
        }
      }
    }
  });

  test('rows of numbers, of more columns than are told of, too', async () => {
    const rows = Array.from({ length: 60 }, (_, row) =>
      Array.from({ length: 80 }, (_, column) => ((row * 31 + column * 17) % 23) + (row % 2) * column),
    );
    const labels = rows.map((_, row) => row % 2);
    const first = await profiled(rows.slice(0, 30), labels.slice(0, 30), 2, null);
    const more = { input: checkInput(rows.slice(30)), labels: labels.slice(30), k: 2, weights: ones(30), encoder: null };
    const extended = told(await extendProfile(first, more, pace), 2, null);
    for (const [label, { fields }] of extended.entries()) {
      expect(fields).toHaveLength(64);
      for (const { field, numbers } of fields) {
        const values = rows.filter((_, row) => labels[row] === label).map((row) => row[Number(field.slice(1))]);
        expect(numbers?.mean).toBeCloseTo(values.reduce((sum, one) => sum + one, 0) / values.length, 9);
        expect([numbers?.least, numbers?.most]).toEqual([Math.min(...values), Math.max(...values)]);
      }
    }
  });

  test('the profile given stays, rows without label are left out, examples of old clusters stay', async () => {
    const encoder = fitEncoder(page);
    const labels = page.map((_, row) => row % 2);
    const first = await profileOf(
      { input: checkInput(page), labels, k: 2, weights: ones(10), encoder, examples: Int32Array.of(2, 3) },
      pace,
    );
    const before = structuredClone(first);
    const examples = Int32Array.of(17, 18, 19);
    const more = { input: checkInput(page), labels: page.map((_, row) => (row < 5 ? -1 : 2)), k: 3, weights: ones(10), encoder, examples };
    const extended = await extendProfile(first, more, pace);
    expect(first).toEqual(before);
    expect(told(extended, 3, encoder).map(({ example }) => example)).toEqual([2, 3, 19]);
    expect(told(extended, 3, encoder)[0].fields).toEqual(told(first, 2, encoder)[0].fields);
  });
});

test('clusters that were joined tell of the rows of both', async () => {
  const encoder = fitEncoder(page);
  const labels = page.map((_, row) => row % 3);
  const joined = joinProfile(await profiled(page, labels, 3, encoder), 0, 2);
  const expected = await profiled(
    page,
    labels.map((label) => (label === 2 ? 0 : label)),
    3,
    encoder,
  );
  const [into, other, from] = told(joined, 3, encoder);
  expect([into.fields, other.fields, from.fields]).toEqual(told(expected, 3, encoder).map(({ fields }) => fields));
  expect(from.fields).toEqual([]);
});

test('names that were given stay, and new ones keep clear of them', async () => {
  const encoder = fitEncoder(page);
  const profile = await profiled(
    page,
    page.map((_, row) => (row < 4 ? 0 : row < 7 ? 1 : 2)),
    3,
    encoder,
  );
  expect(nameNew(profile, encoder)).toEqual(['a.menu-item', 'button.btn', 'input[type=email]']);
  expect(nameNew(profile, encoder, ['Menu'])).toEqual(['Menu', 'button.btn', 'input[type=email]']);
  const names = nameNew(profile, encoder, [undefined, 'a.menu-item', '']);
  expect(names.slice(1)).toEqual(['a.menu-item', 'input[type=email]']);
  expect(names[0]).toMatch(/^a\.menu-item.+/);
});

describe('a damaged profile', () => {
  test('is told as a corrupt model, or does no harm', async () => {
    const bytes = (await new ElementsClustering({ k: 3 }).fit(page)).toBytes();
    const { header, sections } = unpackContainer(bytes);
    const names = [...sections.keys()].filter((name) => name.startsWith('profile '));
    const strange = fc.constantFrom(0, 1, 3, 1e9, 2 ** 32 - 1);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(100), strange, async (name, at, value) => {
        const damaged = new Map(sections);
        const array = (damaged.get(name) as Float64Array).slice();
        array[at % array.length] = value;
        damaged.set(name, array);
        try {
          await ElementsClustering.fromBytes(packContainer(header, damaged)).describe();
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptModelError);
        }
      }),
    );
    for (const name of names) {
      const damaged = new Map(sections);
      damaged.delete(name);
      await expect(ElementsClustering.fromBytes(packContainer(header, damaged)).describe()).rejects.toThrow(CorruptModelError);
      damaged.set(name, Float64Array.of(Number.NaN));
      await expect(ElementsClustering.fromBytes(packContainer(header, damaged)).describe()).rejects.toThrow(CorruptModelError);
    }
    for (const [field, value] of Object.entries({ fields: 'type', kinds: ['colour'], values: [1] })) {
      const damaged = { ...header, profile: { ...(header.profile as JsonObject), [field]: value } };
      await expect(ElementsClustering.fromBytes(packContainer(damaged, sections)).describe()).rejects.toThrow(CorruptModelError);
    }
    for (const more of [{ names: ['a', 'b'] }, { names: ['a', 'b', 3] }, { names: undefined }, { profile: undefined }]) {
      expect(() => ElementsClustering.fromBytes(packContainer({ ...header, ...more } as JsonObject, sections))).toThrow(CorruptModelError);
    }
  });
});
