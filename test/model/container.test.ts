import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyElements } from '../../src/model/bytes.ts';
import { packContainer, unpackContainer } from '../../src/model/container.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { TypedArray } from '../../src/model/sections.ts';

const typedArray: fc.Arbitrary<TypedArray> = fc.oneof(
  fc.uint8Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
);
const header = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ noUnicodeString: false })) as fc.Arbitrary<JsonObject>;
const sections = fc.array(fc.tuple(fc.string({ unit: 'binary' }), typedArray), { maxLength: 5 }).map((entries) => new Map(entries));

/** Three sections, one of them empty. */
const SMALL = packContainer(
  { kind: 'test', k: 3 },
  { centroids: Float32Array.of(1.5, -2), none: new Uint8Array(0), counts: Uint32Array.of(1, 2, 3) },
);

describe('round trip', () => {
  test('header and sections come back as they were, bit for bit, in their order', () => {
    fc.assert(
      fc.property(header, sections, (head, arrays) => {
        const read = unpackContainer(packContainer(head, arrays));
        expect(read.version).toBe(1);
        expect(JSON.stringify(read.header)).toBe(JSON.stringify(head));
        expect([...read.sections.keys()]).toEqual([...arrays.keys()]);
        for (const [name, array] of arrays) {
          const back = read.sections.get(name) as TypedArray;
          expect(back.constructor).toBe(array.constructor);
          expect(bytesOf(back)).toEqual(bytesOf(array));
        }
      }),
    );
  });

  test('the same input gives the same bytes, whatever the memory it lies in', () => {
    fc.assert(
      fc.property(header, sections, fc.integer({ min: 0, max: 7 }), (head, arrays, shift) => {
        const bytes = packContainer(head, arrays);
        const moved = new Map([...arrays].map(([name, array]) => [name, inside(array, shift)]));
        expect(packContainer(structuredClone(head), moved)).toEqual(bytes);
        expect(packContainer(unpackContainer(bytes).header, unpackContainer(bytes).sections)).toEqual(bytes);
      }),
    );
  });

  test('bytes are read at any offset of their memory, from a Buffer too, and the sections are copies', () => {
    for (let shift = 0; shift < 8; shift++) {
      const memory = Buffer.alloc(SMALL.length + 16, 0xff);
      memory.set(SMALL, shift);
      const read = unpackContainer(memory.subarray(shift, shift + SMALL.length));
      memory.fill(0);
      expect(read.header).toEqual({ kind: 'test', k: 3 });
      expect(Object.fromEntries(read.sections)).toEqual({
        centroids: Float32Array.of(1.5, -2),
        none: new Uint8Array(0),
        counts: Uint32Array.of(1, 2, 3),
      });
    }
  });

  test('special numbers keep their bits', () => {
    const floats = Float32Array.of(Number.NaN, -0, Number.POSITIVE_INFINITY, 1e-45, 3.4028235e38);
    const payload = new Float64Array(Uint32Array.of(0xdeadbeef, 0x7ff80001, 1, 0xfff00000).buffer); // NaNs of unusual bits
    const read = unpackContainer(packContainer({}, { floats, payload })).sections;
    expect(bytesOf(read.get('floats'))).toEqual(bytesOf(floats));
    expect(bytesOf(read.get('payload'))).toEqual(bytesOf(payload));
  });

  test('names and keys such as __proto__ are harmless', () => {
    const head = JSON.parse('{"__proto__":{"polluted":1},"constructor":2}');
    const arrays = new Map([
      ['__proto__', Uint8Array.of(1)],
      ['toString', Uint8Array.of(2)],
    ]);
    const read = unpackContainer(packContainer(head, arrays));
    expect([...read.sections]).toEqual([...arrays]);
    expect(Object.entries(read.header)).toEqual([
      ['__proto__', { polluted: 1 }],
      ['constructor', 2],
    ]);
    expect(({} as JsonObject).polluted).toBeUndefined();
  });
});

/** Written from the drawing in the source, not by the source: files of version 1 must stay readable for ever. */
const GOLDEN = [
  '8945434d0d0a1a0a', // magic
  '0100000087000000', // version 1, 135 bytes of header
  'd000000000000000', // 208 bytes in all
  Buffer.from(
    '{"header":{"é":[1,null]},"sections":[{"name":"a","type":"f32","length":1,"offset":0},{"name":"b","type":"u16","length":2,"offset":8}]}',
  ).toString('hex'),
  '00', // up to byte 160
  '0000c03f00000000', // 1.5
  '0100feff00000000', // 1, 65534
  '04ae22f5f3cc28966604fb3a0328eaed1359e383ca359bca24887317dffb7326', // SHA-256
].join('');

describe('layout', () => {
  test('format version 1 is written byte by byte as drawn', () => {
    expect(hex(packContainer({ é: [1, null] }, { a: Float32Array.of(1.5), b: Uint16Array.of(1, 65534) }))).toBe(GOLDEN);
    expect(createHash('sha256').update(GOLDEN.slice(0, -64), 'hex').digest('hex')).toBe(GOLDEN.slice(-64));
  });

  test('format version 1 is read', () => {
    const { version, header, sections } = unpackContainer(Buffer.from(GOLDEN, 'hex'));
    expect({ version, header, sections: [...sections] }).toEqual({
      version: 1,
      header: { é: [1, null] },
      sections: [
        ['a', Float32Array.of(1.5)],
        ['b', Uint16Array.of(1, 65534)],
      ],
    });
  });

  test('elements are turned round on a big-endian machine, and back', () => {
    fc.assert(
      fc.property(fc.float64Array(), (numbers) => {
        const native = new Uint8Array(numbers.length * 8);
        const big = new DataView(native.buffer);
        for (const [i, number] of numbers.entries()) big.setFloat64(i * 8, number, false);
        const file = new Uint8Array(native.length);
        copyElements(native, file, 8, false);
        const little = new DataView(file.buffer);
        for (const [i, number] of numbers.entries()) expect(little.getFloat64(i * 8, true)).toBe(number);
        const back = new Uint8Array(native.length);
        copyElements(file, back, 8, false);
        expect(back).toEqual(native);
      }),
    );
  });
});

describe('what cannot be packed', () => {
  test.each([
    [{ a: { inertia: Number.NaN } }, 'inertia'],
    [{ a: Number.POSITIVE_INFINITY }, 'a'],
    [{ list: [1, undefined] }, '1'],
    [{ f: () => 1 }, 'f'],
    [{ big: 1n }, 'big'],
  ])('header %o', (head, field) => {
    expect(() => packContainer(head as never, {})).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
    );
  });

  test.each([[[1, 2]], [new Int8Array(1)], [new BigInt64Array(1)], [new DataView(new ArrayBuffer(8))], [undefined], ['text']])(
    'section %o',
    (array) => {
      expect(() => packContainer({}, { bad: array as never })).toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field: 'bad' }) }),
      );
    },
  );

  test('an undefined property is left out', () => {
    expect(unpackContainer(packContainer({ a: undefined, b: 1 }, {})).header).toEqual({ b: 1 });
  });
});

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function bytesOf(array: TypedArray | undefined): Uint8Array {
  if (array === undefined) throw new Error('no array');
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** The same array somewhere in a larger buffer. */
function inside<T extends TypedArray>(array: T, shift: number): T {
  const Elements = array.constructor as {
    new (buffer: ArrayBuffer, offset: number, length: number): T;
    readonly BYTES_PER_ELEMENT: number;
  };
  const offset = shift * Elements.BYTES_PER_ELEMENT;
  const memory = new Elements(new ArrayBuffer(offset + array.byteLength + 8), offset, array.length);
  memory.set(array);
  return memory;
}
