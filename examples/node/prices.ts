// What is a diamond worth? Two models of the price, compared on diamonds that neither has seen.
import { createRegistry } from 'elements-clustering/estimators';
import { GradientBoosting, gradientBoosting, LinearRegression, linearRegression } from 'elements-clustering/regression';
import { DIAMOND_ORDERS, splitDiamonds } from '../../data/diamonds.ts';

const { train, test } = await splitDiamonds();
console.log(train[0]);

const fields = ['carat', 'x', 'cut', 'color', 'clarity'];
const linear = await new LinearRegression({ target: 'price', fields, orders: DIAMOND_ORDERS }).fit(train);
const trees = await new GradientBoosting({ target: 'price', orders: DIAMOND_ORDERS }).fit(train);

for (const model of [linear, trees]) {
  const { r2, meanAbsoluteError, rootMeanSquaredError } = await model.evaluate(test);
  console.log(
    `${model.type}: R² ${r2?.toFixed(4)}, off by $${meanAbsoluteError.toFixed(0)} on average, RMSE $${rootMeanSquaredError.toFixed(0)}`,
  );
}

const { price, ...diamond } = test[5000];
console.log(
  `a diamond of $${price}: $${linear.predictOne(diamond).toFixed(0)} by the line, $${trees.predictOne(diamond).toFixed(0)} by the trees`,
);

console.log(`intercept ${linear.intercept.toFixed(0)}`);
for (const { field, level, value } of linear.coefficients.slice(0, 4)) {
  console.log(`${field}${level === undefined ? '' : ` ${level}`}: ${value.toFixed(0)}`);
}
for (const { field, gain, splits } of trees.importance.slice(0, 3))
  console.log(`${field}: gain ${gain.toExponential(2)}, ${splits} splits`);

const bytes = trees.toBytes();
const again = createRegistry([linearRegression, gradientBoosting]).fromBytes(bytes);
const [known] = await again.predict([diamond]);
console.log(`${bytes.length} bytes, the same prediction: ${known === trees.predictOne(diamond)}`);

await trees.predict([{ ...diamond, cut: 'Superb' }]).catch((error) => console.log(error.code, error.details));
