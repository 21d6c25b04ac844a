import { describe, expect, it } from 'vitest';
import { DIAMOND_ORDERS, splitDiamonds } from '../../data/diamonds.ts';
import { GradientBoosting, LinearRegression, regressionScores } from '../../src/regression.ts';
import { regressionGolden } from '../golden/regression.ts';

const golden = regressionGolden();
const { train, test } = await splitDiamonds();

function expectNear(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    if (Math.abs(actual[i] - value) > tolerance * Math.abs(value)) expect.fail(`value ${i}: ${actual[i]} instead of ${value}`);
  });
}

describe('scores', () => {
  it.each(golden.scores)('equal scikit-learn: $name', ({ truth, predicted, weights, scores }) => {
    const found = regressionScores(truth, predicted, weights ?? undefined);
    for (const [name, value] of Object.entries(scores)) {
      expect(Math.abs((found[name as keyof typeof scores] as number) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
    }
  });
});

describe('linear regression', () => {
  it.each(golden.linear)('equals scikit-learn: $name', async ({ records, weights, l2, intercept, coefficients, predicted }) => {
    const model = await new LinearRegression({ target: 'y', l2 }).fit(records, { weights: weights ?? undefined });
    expectNear(
      model.coefficients.map(({ value }) => value),
      coefficients,
      1e-6,
    );
    expectNear([model.intercept], [intercept], 1e-6);
    expectNear(await model.predict(records), predicted, 1e-6);
  });

  it.each(['price', 'logarithm'] as const)('equals scikit-learn on diamonds: %s', async (target) => {
    const { intercept, coefficients, scores } = golden.diamonds.linear[target];
    const fields = ['carat', 'x', 'cut', 'color', 'clarity'];
    const model = await new LinearRegression({ target: 'price', fields, logTarget: target === 'logarithm' }).fit(train);
    expectNear(
      model.coefficients.map(({ value }) => value),
      coefficients,
      1e-6,
    );
    expectNear([model.intercept], [intercept], 1e-6);
    const found = await model.evaluate(test);
    expect(found.rows).toBe(10_784);
    for (const [name, value] of Object.entries(scores)) expectNear([found[name] as number], [value], 1e-6);
  });
});

describe('boosted trees', () => {
  it.each((['price', 'logarithm'] as const).flatMap((target) => (['ordered', 'categorical'] as const).map((kind) => ({ target, kind }))))(
    'are as good as XGBoost with its defaults on diamonds: $target, $kind',
    async ({ target, kind }) => {
      const model = new GradientBoosting({
        target: 'price',
        logTarget: target === 'logarithm',
        ...(kind === 'ordered' && { orders: DIAMOND_ORDERS }),
        trees: 100,
        learningRate: 0.3,
      });
      const { r2, meanAbsoluteError } = await (await model.fit(train)).evaluate(test);
      const xgboost = golden.diamonds.xgboost[target][kind];
      expect(meanAbsoluteError).toBeLessThan(1.01 * xgboost.meanAbsoluteError);
      expect(1 - (r2 as number)).toBeLessThan(1.01 * (1 - xgboost.r2));
    },
  );
});
