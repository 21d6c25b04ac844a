import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ElementsClusteringError } from '../../src/core/errors.ts';
import { checkModelName, isModelName } from '../../src/core/names.ts';

test.each([
  'a',
  '0',
  'Shop',
  'a.b-c_d@e',
  '9'.repeat(128),
  'console',
  'com',
  'com10',
  'lpt',
  'nullable',
  'auxiliary.v1',
  'x.con',
  'constructor',
])('%s is a name', (name) => {
  expect(checkModelName(name)).toBe(name);
});

test.each([
  ['', '1 to 128 characters'],
  ['a'.repeat(129), '1 to 128 characters'],
  ['.a', 'the first one a letter or a digit'],
  ['_a', 'the first one a letter or a digit'],
  ['a/b', 'of A-Z a-z 0-9 . _ - @'],
  ['a\n', 'of A-Z a-z 0-9 . _ - @'],
  ['ſ', 'of A-Z a-z 0-9 . _ - @'],
  ['a.', 'no dot at the end'],
  ['con', 'Windows'],
  ['NUL.ecm', 'Windows'],
  ['Com0', 'Windows'],
  ['lpt9.a.b', 'Windows'],
  [undefined, 'a string'],
  [{ shop: 1 }, 'a string'],
])('%j is refused, because it should have been %s', (name, part) => {
  const error = errorOf(name);
  expect(error).toBeInstanceOf(ElementsClusteringError);
  expect(error).toMatchObject({ code: 'INVALID_NAME', details: { expected: expect.stringContaining(part), received: expect.any(String) } });
  expect(error?.message).toContain(part);
  expect(isModelName(name)).toBe(false);
});

test('a name is taken or refused as the rule says, for any string', () => {
  const near = fc.string({ unit: fc.constantFrom(...'aZ09._-@/ +'), maxLength: 130 });
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (name) => {
      const letters = [...name];
      const plain =
        letters.length > 0 &&
        letters.length <= 128 &&
        letters.every((letter) => 'abcdefghijklmnopqrstuvwxyz0123456789._-@'.includes(letter.toLowerCase()) && letter < '\x7f');
      const device =
        ['con', 'prn', 'aux', 'nul'].includes(name.split('.')[0].toLowerCase()) || /^(com|lpt)[0-9]$/i.test(name.split('.')[0]);
      expect(isModelName(name)).toBe(plain && !'._-@'.includes(letters[0]) && letters.at(-1) !== '.' && !device);
    }),
  );
});

function errorOf(name: unknown): Error | undefined {
  try {
    checkModelName(name);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
