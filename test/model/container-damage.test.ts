import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CorruptModelError } from '../../src/core/errors.ts';
import { packContainer, unpackContainer } from '../../src/model/container.ts';

const SECTIONS = { centroids: Float32Array.of(1.5, -2), none: new Uint8Array(0), counts: Uint32Array.of(1, 2, 3) };
const MODEL = packContainer({ kind: 'test', k: 3 }, SECTIONS);
const container = fc
  .tuple(fc.dictionary(fc.string(), fc.integer()), fc.float32Array(), fc.uint8Array())
  .map(([header, floats, bytes]) => packContainer(header, { floats, bytes }));

/** The error of reading these bytes; undefined where they can be read. */
function errorOf(bytes: Uint8Array): unknown {
  try {
    unpackContainer(bytes);
    return undefined;
  } catch (error) {
    return error;
  }
}

function expectCorrupt(bytes: Uint8Array, message: RegExp | string = ''): void {
  const error = errorOf(bytes);
  expect(error).toBeInstanceOf(CorruptModelError);
  expect(error).toMatchObject({ code: 'CORRUPT_MODEL', message: expect.stringMatching(message) });
}

function changed(bytes: Uint8Array, change: (copy: Uint8Array, view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  change(copy, new DataView(copy.buffer));
  return copy;
}

/** A file whose length field and checksum are right, whatever else is not: what someone who means harm would write. */
function sealed(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body.length + 32);
  bytes.set(body);
  new DataView(bytes.buffer).setBigUint64(16, BigInt(bytes.length), true);
  bytes.set(createHash('sha256').update(bytes.subarray(0, body.length)).digest(), body.length);
  return bytes;
}

/** A sealed file with any bytes as the header and a zeroed area of sections. */
function withHeader(header: Uint8Array | string, areaLength = 0): Uint8Array {
  const json = new Uint8Array(Buffer.from(header));
  const body = new Uint8Array(Math.ceil((24 + json.length) / 8) * 8 + areaLength);
  body.set(MODEL.subarray(0, 16));
  new DataView(body.buffer).setUint32(12, json.length, true);
  body.set(json, 24);
  return sealed(body);
}

const withSections = (table: unknown, areaLength = 0) => withHeader(JSON.stringify({ header: {}, sections: table }), areaLength);

describe('damage', () => {
  test('every single bit counts', () => {
    for (let bit = 0; bit < MODEL.length * 8; bit++) expectCorrupt(changed(MODEL, (copy) => (copy[bit >> 3] ^= 1 << (bit & 7))));
  });

  test('every missing end is noticed and called so', () => {
    for (let length = 0; length < MODEL.length; length++) expectCorrupt(MODEL.subarray(0, length), /^cut short: \d+/);
  });

  test('no model with bytes changed, lost or added is ever read, and the error is never another one', () => {
    const change = fc.oneof(
      fc.record({ at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }) }).map(
        ({ at, bytes }) =>
          (model: Uint8Array) =>
            changed(model, (copy) => copy.set(bytes.subarray(0, copy.length - (at % copy.length)), at % copy.length)),
      ),
      fc.nat().map((at) => (model: Uint8Array) => model.subarray(0, at % model.length)),
      fc.nat().map((at) => (model: Uint8Array) => model.subarray(1 + (at % model.length))),
      fc.tuple(fc.nat(), fc.nat()).map(
        ([from, count]) =>
          (model: Uint8Array) =>
            new Uint8Array([...model.subarray(0, from % model.length), ...model.subarray((from % model.length) + 1 + (count % 40))]),
      ),
      fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1 })).map(
        ([at, extra]) =>
          (model: Uint8Array) =>
            new Uint8Array([...model.subarray(0, at % (model.length + 1)), ...extra, ...model.subarray(at % (model.length + 1))]),
      ),
    );
    fc.assert(
      fc.property(container, fc.array(change, { minLength: 1, maxLength: 4 }), (model, changes) => {
        const damaged = changes.reduce((bytes, apply) => (bytes.length === 0 ? bytes : apply(bytes)), model);
        fc.pre(Buffer.compare(damaged, model) !== 0);
        expectCorrupt(damaged);
      }),
      { numRuns: 2000 },
    );
  });

  test('bytes of any other kind are no model', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => expectCorrupt(bytes)));
    expectCorrupt(new Uint8Array(0), /^cut short: 0 bytes/);
    expectCorrupt(Buffer.from('{"kind":"a model of another library"}'), /^not a model/);
    expectCorrupt(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /^not a model: .* signature/);
  });

  test('a copy in text mode is called so', () => {
    const text = Buffer.from(MODEL).toString('latin1');
    expectCorrupt(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'), /^not a model any more: .* text mode/);
    expectCorrupt(Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'), 'latin1'), /^not a model any more: .* text mode/);
    expectCorrupt(Buffer.from(text, 'utf8'), /^not a model/);
  });

  test('the other messages tell what is wrong', () => {
    expectCorrupt(new Uint8Array([...MODEL, 0]), /^trailing bytes: \d+ where the model has \d+/);
    expectCorrupt(
      changed(MODEL, (copy) => copy.fill(0, -40, -33)),
      /^checksum mismatch/,
    );
    expectCorrupt(
      changed(MODEL, (copy) => copy.fill(0, -1)),
      /^checksum mismatch/,
    );
    expectCorrupt(
      changed(MODEL, (_, view) => view.setUint32(8, 2, true)),
      /^newer format version: 2, .* up to 1/,
    );
    expectCorrupt(
      changed(MODEL, (_, view) => view.setUint32(8, 0, true)),
      /^unknown format version: 0/,
    );
    expectCorrupt(
      changed(MODEL, (_, view) => view.setBigUint64(16, 2n ** 64n - 1n, true)),
      /^cut short: \d+ of 18446744073709551615 bytes/,
    );
  });

  test.each([[undefined], [null], ['text'], [[1, 2]], [new ArrayBuffer(400)], [new Float32Array(100)]])(
    '%o is refused as an input, not as a model',
    (value) => {
      expect(errorOf(value as unknown as Uint8Array)).toMatchObject({ code: 'INVALID_INPUT', details: { expected: 'a Uint8Array' } });
    },
  );
});

describe('forgery with a right checksum', () => {
  const entry = { name: 'a', type: 'f64', length: 2, offset: 0 };

  test('the helper writes files that are read when nothing is forged', () => {
    expect([...unpackContainer(withSections([entry], 16)).sections]).toEqual([['a', new Float64Array(2)]]);
    expect(errorOf(sealed(MODEL.subarray(0, -32)))).toBeUndefined();
  });

  test.each([
    ['a header longer than the file', changed(MODEL, (_, view) => view.setUint32(12, 0xffffffff, true)), /bytes long in a file of/],
    ['a header cut short', changed(MODEL, (_, view) => view.setUint32(12, 40, true)), /not JSON/],
    ['no header', changed(MODEL, (_, view) => view.setUint32(12, 0, true)), /not JSON/],
  ])('%s', (_, bytes, message) => {
    expectCorrupt(sealed(bytes.subarray(0, -32)), message);
  });

  test.each([
    ['no JSON', '{"header":{},"sections":[]', /not JSON/],
    ['bytes that are no UTF-8', Buffer.from([...Buffer.from('{"header":{"a":"'), 0xff, ...Buffer.from('"},"sections":[]}')]), /not JSON/],
    ['a byte order mark', '\ufeff{"header":{},"sections":[]}', /not JSON/],
    ['JSON nested too deep', '['.repeat(200_000), /damaged header/],
    ['JSON nested very deep', `{"header":{},"sections":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /damaged header/],
    ['null', 'null', /missing/],
    ['an array', '[]', /missing/],
    ['no header object', '{"sections":[]}', /missing/],
    ['an array as header', '{"header":[],"sections":[]}', /missing/],
    ['no table', '{"header":{}}', /missing/],
    ['an object as table', '{"header":{},"sections":{"length":1}}', /missing/],
  ])('header with %s', (_, header, message) => {
    expectCorrupt(withHeader(header), message);
  });

  test.each([
    ['null', [null], /no object/],
    ['a list', [[]], /no object/],
    ['no name', [{ ...entry, name: undefined }], /section name undefined/],
    ['a number as name', [{ ...entry, name: 1 }], /section name 1/],
    [
      'a name twice',
      [
        { ...entry, length: 1 },
        { ...entry, length: 1, offset: 8 },
      ],
      /section name "a"/,
    ],
    ['an unknown type', [{ ...entry, type: 'f16' }], /unknown type "f16"/],
    ['a type of the prototype', [{ ...entry, type: 'constructor' }], /unknown type/],
    ['a list as type', [{ ...entry, type: ['f64'] }], /unknown type/],
    ['a shifted offset', [{ ...entry, length: 1, offset: 8 }], /at offset 8, expected 0/],
    ['an odd offset', [{ ...entry, offset: 1 }], /at offset 1, expected 0/],
    ['a negative offset', [{ ...entry, offset: -8 }], /at offset -8/],
    ['overlapping sections', [entry, { ...entry, name: 'b' }], /at offset 0, expected 16/],
    ['no length', [{ ...entry, length: undefined }], /length undefined/],
    ['a text as length', [{ ...entry, length: '2' }], /length "2"/],
    ['a negative length', [{ ...entry, length: -1 }], /length -1 /],
    ['half an element', [{ ...entry, length: 1.5 }], /length 1.5 /],
    ['one element too many', [{ ...entry, length: 3 }], /length 3 where 16 bytes are left/],
    ['a length near 2^32', [{ ...entry, length: 2 ** 29 }], /length 536870912 /],
    ['a length of 2^53 − 1', [{ ...entry, length: Number.MAX_SAFE_INTEGER }], /length 9007199254740991 /],
    ['a length of 1e300', [{ ...entry, length: 1e300 }], /length 1e\+300 /],
    ['bytes left over', [{ ...entry, length: 1 }], /end at byte 8 of 16/],
    ['no section for the bytes', [], /end at byte 0 of 16/],
  ])('table with %s', (_, table, message) => {
    expectCorrupt(withSections(table, 16), message);
  });

  test('a sealed file of odd length', () => {
    expectCorrupt(sealed(MODEL.subarray(0, -31)), /damaged header/);
    expectCorrupt(sealed(MODEL.subarray(0, 24)), /damaged header/);
  });

  test('anything sealed is either read or a corrupt model, and takes no more memory than it brings', () => {
    const table = fc.array(
      fc.record({
        name: fc.constantFrom<unknown>('a', 'b', '__proto__', 1, null),
        type: fc.constantFrom<unknown>('u8', 'u16', 'f32', 'f64', 'toString', undefined),
        length: fc.oneof(fc.nat(4), fc.double(), fc.integer(), fc.maxSafeInteger(), fc.constant('1')),
        offset: fc.oneof(fc.constantFrom<unknown>(0, 8, 16), fc.double(), fc.integer()),
      }),
    );
    const bytes = fc.oneof(
      { weight: 2, arbitrary: fc.tuple(table, fc.nat(5)).map(([entries, words]) => withSections(entries, words * 8)) },
      fc
        .tuple(fc.nat(MODEL.length - 33), fc.nat(255))
        .map(([at, byte]) => sealed(changed(MODEL, (copy) => (copy[at] = byte)).subarray(0, -32))),
      fc.nat(MODEL.length - 64).map((cut) => sealed(MODEL.subarray(0, MODEL.length - 32 - cut))),
      fc.json().map((json) => withHeader(json)),
    );
    let read = 0;
    let corrupt = 0;
    fc.assert(
      fc.property(bytes, (file) => {
        try {
          const sizes = [...unpackContainer(file).sections.values()].map((array) => array.buffer.byteLength);
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(file.length);
          read++;
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptModelError);
          corrupt++;
        }
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(50);
    expect(corrupt).toBeGreaterThan(1000);
  });
});
