// The core's face to JavaScript. Kernels trust their input: addresses, sizes and finiteness are checked before they are called.

/** Raised with every change of an exported function's meaning; the loader refuses another one. */
export const abiVersion: i32 = 1;

export { assignDense, DENSE_WIDTH as denseWidth } from './assign';
export { allDistances, labelDistances, lengths } from './distance';
export { alloc, mark, release } from './memory';
export { packBase, packPanels } from './panels';
export { pickRow, takeDense, takeSparse, tryDense, trySparse } from './seeding';
export { silhouetteDense, silhouetteSparse } from './silhouette';
export { allDistancesSparse, assignSparse, labelDistancesSparse, SPARSE_WIDTH as sparseWidth, sparseLengths } from './sparse';
