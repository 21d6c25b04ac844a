import fc from 'fast-check';
import { expect, test } from 'vitest';
import { log } from '../../src/core/log.ts';

const positive = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });

test('is within 1e-15 of Math.log, relatively, from the smallest to the largest number', () => {
  const close = (x: number): void => {
    expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.log(x)));
  };
  fc.assert(fc.property(positive, close), { numRuns: 5000 });
  fc.assert(fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), close), { numRuns: 5000 });
  for (const x of [
    Number.MIN_VALUE,
    Number.MAX_VALUE,
    1 - Number.EPSILON / 2,
    1 + Number.EPSILON,
    Math.SQRT1_2,
    Math.SQRT2,
    2,
    10,
    100_001,
  ])
    close(x);
});

test('knows the ends of its domain', () => {
  expect(log(1)).toBe(0);
  expect(log(0)).toBe(-Infinity);
  expect(log(Infinity)).toBe(Infinity);
  for (const x of [-1, -Infinity, NaN]) expect(log(x)).toBeNaN();
});
