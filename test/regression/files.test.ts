import { describe, expect, it } from 'vitest';
import { type JsonObject, packContainer, type TypedArray, unpackContainer } from '../../src/estimators.ts';
import { type ElementRecord, GradientBoosting, LinearRegression } from '../../src/regression.ts';

const RECORDS: ElementRecord[] = Array.from({ length: 90 }, (_, i) => ({
  a: i % 3 ? i : null,
  t: ['p', 'q', 'r'][i % 3],
  y: 3 * i + 40 * (i % 3) + (i % 7),
}));
const LINEAR = (await new LinearRegression({ target: 'y' }).fit(RECORDS)).toBytes();
const TREES = (await new GradientBoosting({ target: 'y', trees: 3, maxDepth: 2 }).fit(RECORDS)).toBytes();

const part = (sections: Map<string, TypedArray>, name: string): TypedArray => sections.get(name) as TypedArray;

// biome-ignore lint/suspicious/noExplicitAny: a header may hold anything, and here it is to hold what it should not
type Header = any;
type Change = (header: Header, sections: Map<string, TypedArray>) => void;

/** The bytes of a model of which one thing was changed, with a checksum that is right. */
function changed(bytes: Uint8Array, change: Change): Uint8Array {
  const { header, sections } = unpackContainer(bytes);
  const copy = structuredClone(header);
  change(copy, sections);
  return packContainer(copy as JsonObject, sections);
}

const frames: [string, Change][] = [
  ['type', (header) => (header.type = 'clustering')],
  ['no options', (header) => delete header.options],
  ['options of another type', (header) => (header.options = { k: 3 })],
  ['another target', (header) => (header.options.target = 'z')],
  ['options that ignore what the frame refuses', (header) => (header.options.unknown = 'ignore')],
  ['no frame', (header) => delete header.frame],
  ['no fields', (header) => (header.frame.fields = [])],
  ['a field twice', (header) => header.frame.fields.push(header.frame.fields[0])],
  ['a field without a kind', (header) => delete header.frame.fields[0].kind],
  ['a level twice', (header) => (header.frame.fields[1].levels = ['p', 'p', 'q'])],
  ['a level more', (header) => header.frame.fields[1].levels.push('s')],
  ['a target that is a field', (header) => (header.frame.target = header.options.target = 'a')],
  ['a list of fields that are not read which is none', (header) => (header.frame.ignored = 'a')],
];

describe('changed bytes are never a model', () => {
  it.each<[string, Change]>([
    ...frames,
    ['no mean of the target', (header) => delete header.center],
    ['a dropped term there is not', (header) => (header.dropped = [9])],
    ['a coefficient that is no number', (_, sections) => sections.get('coefficients')?.fill(NaN)],
    ['a coefficient too few', (_, sections) => sections.set('coefficients', new Float64Array(2))],
    ['no means', (_, sections) => sections.delete('means')],
    ['means of another type', (_, sections) => sections.set('means', new Float32Array(4))],
  ])('of a linear regression: %s', (_, change) => {
    expect(() => LinearRegression.fromBytes(changed(LINEAR, change))).toThrow(expect.objectContaining({ code: 'CORRUPT_MODEL' }));
  });

  it.each<[string, Change]>([
    ...frames,
    ['no base', (header) => (header.base = 'x')],
    ['cuts out of order', (_, sections) => sections.get('cuts')?.reverse()],
    ['cuts of another field', (_, sections) => sections.get('cutCounts')?.reverse()],
    ['a cut too many', (_, sections) => sections.set('cuts', Float64Array.of(...(sections.get('cuts') as Float64Array), 1e9))],
    ['a tree that begins elsewhere', (_, sections) => (part(sections, 'roots')[1] += 1)],
    ['a first tree that begins elsewhere', (_, sections) => (part(sections, 'roots')[0] = 1)],
    ['a tree out of reach', (_, sections) => (part(sections, 'roots')[2] = 10_000)],
    ['a depth too small', (_, sections) => (part(sections, 'depths')[0] = 1)],
    ['a depth too great', (_, sections) => (part(sections, 'depths')[0] = 3)],
    ['a split by no field', (_, sections) => (part(sections, 'features')[0] = 2)],
    ['a split of no kind', (_, sections) => (part(sections, 'shifts')[0] = 3)],
    [
      'a split by no set',
      (_, sections) => {
        part(sections, 'shifts')[0] = 2;
        part(sections, 'values')[0] = 1000;
      },
    ],
    [
      'a child that is its own parent',
      (_, sections) => {
        part(sections, 'children')[1] = 1;
      },
    ],
    ['a child out of the tree', (_, sections) => (part(sections, 'children')[0] = 7)],
    ['leaves that no split leads to', (_, sections) => (part(sections, 'children')[1] = 0)],
    ['a value that is no number', (_, sections) => (part(sections, 'values')[6] = Infinity)],
    ['no sets', (_, sections) => sections.delete('sets')],
    ['a gain that is no number', (_, sections) => sections.get('gains')?.fill(NaN)],
    ['splits of more fields', (_, sections) => sections.set('splits', new Uint32Array(3))],
  ])('of trees: %s', (_, change) => {
    expect(() => GradientBoosting.fromBytes(changed(TREES, change))).toThrow(expect.objectContaining({ code: 'CORRUPT_MODEL' }));
  });

  it('of one type are not those of another', () => {
    expect(() => LinearRegression.fromBytes(TREES)).toThrow(/not a model of type linear-regression: the file holds "gradient-boosting"/);
    expect(() => GradientBoosting.fromBytes(LINEAR)).toThrow(expect.objectContaining({ code: 'CORRUPT_MODEL' }));
  });
});

it('what was changed above was a model before', () => {
  expect(LinearRegression.fromBytes(changed(LINEAR, () => {})).predictOne(RECORDS[5])).toBe(
    LinearRegression.fromBytes(LINEAR).predictOne(RECORDS[5]),
  );
  expect(GradientBoosting.fromBytes(changed(TREES, () => {})).trees).toBe(3);
});
