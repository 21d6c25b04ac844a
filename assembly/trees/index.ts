// Regression trees on binned columns: the face to JavaScript. Kernels trust their input, as those of the core do; growing a tree is the caller's
// policy, these are its steps.
//
//   bins        row-major, u8: `stride` bins a row, one a feature. Bin 0 holds what is missing, bins 1 … `binCounts[feature]` the values in order
//   gradients   one pair (gradient, weight) of f64 a row, rounded to a grid on which every sum of them is exact; where each row weighs 1, its gradient alone
//   histogram   256 pairs a feature: the sums over the rows that are in each bin
//
// As all sums are exact, no order of adding, and no subtraction of one histogram from another, changes a bit.

/** Raised with every change of an exported function's meaning; the loader refuses another one. */
export const abiVersion: i32 = 1;

export { alloc, mark, release } from '../memory';
export { assignBins } from './bins';
export { takeGradients } from './gradients';
export { fillHistogram, subtractHistogram, sumHistogram } from './histogram';
export { addLeaf, addLeaves } from './leaves';
export { partition } from './partition';
export { bestSplit, configureSplits } from './split';
export { addTree } from './walk';
