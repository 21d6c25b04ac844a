import { join } from 'node:path';
import { DIAMOND_ORDERS } from '../../data/diamonds.ts';
import { definePipeline } from '../../src/pipeline.ts';

const linear = { fields: ['carat', 'x', 'cut', 'color', 'clarity'] };
const boosting = { orders: DIAMOND_ORDERS };

/** Prices of diamonds: four candidates, the best of which is served. */
export default definePipeline({
  name: 'diamonds',
  data: join(import.meta.dirname, '../../data/diamonds.csv'),
  numeric: ['carat', 'depth', 'table', 'price', 'x', 'y', 'z'],
  drop: [
    { field: 'price', atMost: 0 },
    { field: 'x', equals: 0 },
    { field: 'y', equals: 0 },
    { field: 'z', equals: 0 },
  ],
  target: 'price',
  candidates: [
    { name: 'linear', type: 'linear-regression', options: linear },
    { name: 'linear-log', type: 'linear-regression', options: { ...linear, logTarget: true } },
    { name: 'boosting', type: 'gradient-boosting', options: boosting },
    {
      name: 'boosting-tuned',
      type: 'gradient-boosting',
      options: boosting,
      search: { trials: 27, minRows: 10_000, seed: 1 },
    },
  ],
  split: { by: 'random', testShare: 0.2, seed: 42 },
  metric: 'r2',
  similar: { match: ['cut', 'color', 'clarity'], nearest: ['carat'], count: 5 },
});
