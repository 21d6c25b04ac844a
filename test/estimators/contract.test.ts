import { defineClustering } from '../../src/estimators.ts';
import { ElementsClustering } from '../../src/index.ts';
import { gradientBoosting, linearRegression } from '../../src/regression.ts';
import { estimatorContract } from './contract.ts';

estimatorContract({
  definition: defineClustering(ElementsClustering),
  options: { k: 4, seed: 3 },
  wrongOptions: [
    ['k', { k: 0 }],
    ['metric', { metric: 'taxicab' }],
    ['options.target', { target: 'price' }],
  ],
  strict: false,
});

const wrongFrames: [string, object][] = [
  ['target', {}],
  ['target', { target: 7 }],
  ['target', { target: '' }],
  ['options.depth', { target: 'price', depth: 3 }],
  ['fields', { target: 'price', fields: 'size' }],
  ['fields', { target: 'price', fields: ['size', 'size'] }],
  ['kinds.size', { target: 'price', kinds: { size: 'text' } }],
  ['orders.city', { target: 'price', orders: { city: [] } }],
  ['unknown', { target: 'price', unknown: 'guess' }],
  ['logTarget', { target: 'price', logTarget: 1 }],
];

estimatorContract({
  definition: linearRegression,
  options: { target: 'price', l2: 0.5 },
  wrongOptions: [...wrongFrames, ['l2', { target: 'price', l2: -1 }]],
  strict: true,
});

estimatorContract({
  definition: gradientBoosting,
  options: { target: 'price', trees: 40, seed: 3 },
  wrongOptions: [
    ...wrongFrames,
    ['trees', { target: 'price', trees: 0 }],
    ['learningRate', { target: 'price', learningRate: 0 }],
    ['maxBins', { target: 'price', maxBins: 257 }],
    ['seed', { target: 'price', seed: 1.5 }],
  ],
  strict: true,
});
