// Runs our boosted trees on diamonds in a process of its own: one command a line on standard input, one answer a line on standard output.
import { createInterface } from 'node:readline';
import { DIAMOND_ORDERS, readDiamonds, splitDiamonds } from '../../data/diamonds.ts';
import { type BoostingSettings, GradientBoosting } from '../../src/regression.ts';

/** The same for all libraries. */
export interface BoostingCommand {
  readonly job: 'fit' | 'quality' | 'predict';
  readonly settings: Pick<BoostingSettings, 'trees' | 'learningRate' | 'maxDepth'>;
  /** Levels as they are; else as the ranks of their order. */
  readonly categorical: boolean;
  /** Predict all rows at once, or 1,000 rows one by one. */
  readonly batch?: boolean;
}

const all = await readDiamonds();
const rows = all.map(({ price: _, ...fields }) => fields);
let fitted: GradientBoosting;

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}

async function answer({ job, settings, categorical, batch }: BoostingCommand): Promise<object> {
  const create = (): GradientBoosting =>
    new GradientBoosting({ target: 'price', ...settings, ...(!categorical && { orders: DIAMOND_ORDERS }) });
  if (job === 'quality') {
    const { train, test } = await splitDiamonds();
    const { r2, meanAbsoluteError } = await (await create().fit(train)).evaluate(test);
    return { ms: 0, r2, mae: meanAbsoluteError };
  }
  const begin = performance.now();
  if (job === 'fit') fitted = await create().fit(all);
  else if (batch) await fitted.predict(rows);
  else for (let row = 0; row < 1000; row++) fitted.predictOne(rows[row]);
  return { ms: performance.now() - begin };
}
