import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exp } from '../../src/core/exp.ts';
import { log } from '../../src/core/log.ts';

function near(x: number): void {
  expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual(1e-15 * Math.exp(x));
}

test('is within 1e-15 of Math.exp, relatively, over all normal numbers', () => {
  fc.assert(fc.property(fc.double({ min: -708, max: 709.7, noNaN: true }), near), { numRuns: 5000 });
  fc.assert(fc.property(fc.double({ min: -1, max: 1, noNaN: true }), near), { numRuns: 5000 });
  for (const x of [0, -0, 1, -1, Math.LN2, Math.LN2 / 2, -Math.LN2 / 2, 10, 709, 709.78, -708, Number.MIN_VALUE]) near(x);
});

test('knows the ends of its domain', () => {
  expect(exp(0)).toBe(1);
  for (const x of [709.79, 710, 1e300, Infinity]) expect(exp(x)).toBe(Infinity);
  for (const x of [-746, -1e300, -Infinity]) expect(exp(x)).toBe(0);
  expect(exp(-745)).toBe(Number.MIN_VALUE);
  expect(exp(NaN)).toBeNaN();
});

test('undoes the logarithm', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-75, max: 1e75, noNaN: true }), (x) => {
      expect(Math.abs(exp(log(x)) / x - 1)).toBeLessThan(1e-13);
    }),
  );
});
