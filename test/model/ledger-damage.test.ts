import { beforeAll, describe, expect, it, test } from 'vitest';
import { ElementsClustering } from '../../src/index.ts';
import { packContainer, unpackContainer } from '../../src/model/container.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { TypedArray } from '../../src/model/sections.ts';
import { blobs } from '../update/worlds.ts';

type Parts = { header: Record<string, unknown>; sections: Map<string, TypedArray> };

/** A file that is whole, with something in it that no model has. */
function forged(bytes: Uint8Array, change: (parts: Parts) => void): Uint8Array {
  const { header, sections } = unpackContainer(bytes);
  const parts = { header: structuredClone(header) as Record<string, unknown>, sections };
  change(parts);
  return packContainer(parts.header as JsonObject, parts.sections);
}

const read = (bytes: Uint8Array) => ElementsClustering.fromBytes(bytes);

let dense: Uint8Array;
let sparse: Uint8Array;

beforeAll(async () => {
  const corners = [
    [0, 0],
    [9, 0],
    [0, 9],
  ];
  const numbers = await new ElementsClustering({ k: 3, init: corners }).fit([...blobs(corners, 60, { spread: 0.3 }).rows, [3, 0]]); // and an outlier
  await numbers.update([
    [100, 100],
    [100, -100],
  ]);
  await numbers.mergeClusters([0, 2]);
  await numbers.renameCluster(1, 'one');
  dense = numbers.toBytes();
  const records = await new ElementsClustering().fit(
    Array.from({ length: 40 }, (_, i) => ({ type: i % 2 ? 'a' : 'b', class: `c${i % 4} d` })),
  );
  await records.update([{ other: 'x' }, { third: 'y', fourth: 'z' }]);
  sparse = records.toBytes();
});

test('what was not changed is read, and written as it was', () => {
  for (const bytes of [dense, sparse]) expect(Buffer.compare(read(forged(bytes, () => {})).toBytes(), bytes)).toBe(0);
});

const HEADER: [string, unknown][] = [
  ['reach', -1],
  ['reach', null],
  ['reach', '1'],
  ['seen', 1.5],
  ['seen', -1],
  ['updates', -1],
  ['updates', undefined],
  ['names', {}],
  ['names', ['one']],
  ['names', [1, 2, 3]],
  ['lineage', null],
  ['lineage', [null]],
  ['lineage', [{ rows: 1, action: 'split', from: [], into: 0 }]],
  ['lineage', [{ rows: -1, action: 'found', from: [], into: 0 }]],
  ['lineage', [{ rows: 1, action: 'found', from: 3, into: 0 }]],
  ['lineage', [{ rows: 1, action: 'found', from: ['a'], into: 0 }]],
  ['lineage', [{ rows: 1, action: 'found', from: [], into: 99 }]],
  ['lineage', [{ rows: 1, action: 'merged', from: [0.5], into: 0 }]],
];

test.each(HEADER)('%s cannot be %o', (name, value) => {
  const bytes = forged(dense, ({ header }) => {
    header[name] = value;
  });
  expect(() => read(bytes)).toThrow(expect.objectContaining({ code: 'CORRUPT_MODEL' }));
});

describe.each(['ids', 'births', 'radii', 'masses', 'memoryKeys', 'memoryClusters', 'poolWeights', 'poolValues', 'counts', 'labels'])(
  'section %s',
  (name) => {
    it('must be there, of its type and length', () => {
      for (const bytes of [dense, sparse]) {
        const changes: ((sections: Map<string, TypedArray>, old: TypedArray) => void)[] = [
          (sections) => sections.delete(name),
          (sections, old) => sections.set(name, old instanceof Uint8Array ? new Uint16Array(old.length) : new Uint8Array(old.length)),
        ];
        if (name !== 'labels') changes.push((sections, old) => sections.set(name, old.slice(1)));
        for (const change of changes) {
          const damaged = forged(bytes, ({ sections }) => change(sections, sections.get(name) as TypedArray));
          expect(() => read(damaged)).toThrow(expect.objectContaining({ code: 'CORRUPT_MODEL' }));
        }
      }
    });
  },
);

test.each<[string, string, number, number]>([
  ['dense', 'ids', 0, 1],
  ['dense', 'ids', 1, 2],
  ['dense', 'ids', 1, -1],
  ['dense', 'radii', 0, -1],
  ['dense', 'radii', 0, Number.NaN],
  ['dense', 'masses', 1, Number.NaN],
  ['dense', 'births', 0, 1],
  ['dense', 'births', 1, -1],
  ['dense', 'memoryClusters', 0, 3],
  ['dense', 'memoryClusters', 0, -1],
  ['dense', 'poolWeights', 0, -1],
  ['dense', 'poolValues', 0, Number.POSITIVE_INFINITY],
  ['dense', 'labels', 0, -1],
  ['sparse', 'poolValues', 0, 0],
  ['sparse', 'poolValues', 0, Number.NaN],
  ['sparse', 'poolColumns', 0, 2 ** 31],
  ['sparse', 'poolColumns', 1, 0],
  ['sparse', 'poolOffsets', 0, 1],
  ['sparse', 'poolOffsets', 1, 1000],
  ['sparse', 'poolOffsets', 2, 1],
  ['sparse', 'centroidOffsets', 1, 1000],
  ['sparse', 'centroidColumns', 0, 2 ** 31],
])('in a %s model value %4$o at %3$i of %2$s is damage', (kind, name, index, value) => {
  const bytes = forged(kind === 'dense' ? dense : sparse, ({ sections }) => {
    (sections.get(name) as TypedArray)[index] = value;
  });
  expect(() => read(bytes)).toThrow(expect.objectContaining({ code: 'CORRUPT_MODEL' }));
});

test('a merged label must belong to the centroid that it names', () => {
  const bytes = forged(dense, ({ sections }) => {
    sections.set('ids', Int32Array.of(0, 0, 1)); // 1 is retired
  });
  expect(() => read(bytes)).toThrow(expect.objectContaining({ code: 'CORRUPT_MODEL' }));
});
