// Runs our boosted trees on diamonds in a process of its own: one command a line on standard input, one answer a line on standard output.
import { createInterface } from 'node:readline';
import { DIAMOND_ORDERS, readDiamonds, splitDiamonds } from '../../data/diamonds.ts';
import { type BoostingSettings, GradientBoosting } from '../../src/regression.ts';

/** The same for all libraries. */
export interface BoostingCommand {
  readonly job: 'fit' | 'quality' | 'predict';
  readonly settings: Partial<BoostingSettings>;
  /** Levels as they are; else as the ranks of their order. */
  readonly categorical: boolean;
  /** Learn the logarithm of the price. */
  readonly logTarget?: boolean;
  /** Predict all rows at once, or 1,000 rows one by one. */
  readonly batch?: boolean;
  /** Places in the training rows to be judged by, and left out of what is learned; default: the test rows. */
  readonly validation?: readonly number[];
}

const all = await readDiamonds();
const rows = all.map(({ price: _, ...fields }) => fields);
const split = await splitDiamonds();
let fitted: GradientBoosting;

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}

async function answer({ job, settings, categorical, logTarget, batch, validation }: BoostingCommand): Promise<object> {
  const create = (): GradientBoosting =>
    new GradientBoosting({ target: 'price', logTarget, ...settings, ...(!categorical && { orders: DIAMOND_ORDERS }) });
  if (job === 'quality') {
    const { train, test } = validation ? partsOf(new Set(validation)) : split;
    const { r2, meanAbsoluteError } = await (await create().fit(train)).evaluate(test);
    return { ms: 0, r2, mae: meanAbsoluteError };
  }
  const begin = performance.now();
  if (job === 'fit') fitted = await create().fit(all);
  else if (batch) await fitted.predict(rows);
  else for (let row = 0; row < 1000; row++) fitted.predictOne(rows[row]);
  return { ms: performance.now() - begin };
}

function partsOf(validation: ReadonlySet<number>): typeof split {
  const { train } = split;
  return { train: train.filter((_, row) => !validation.has(row)), test: train.filter((_, row) => validation.has(row)) };
}
