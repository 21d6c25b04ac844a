// The core's face to JavaScript. Kernels trust their input: addresses, sizes and finiteness are checked before they are called.

/** Raised with every change of an exported function's meaning; the loader refuses another one. */
export const abiVersion: i32 = 1;

export { alloc, mark, release } from './memory';
export { projectRows, survey } from './intake';
export { packBase, packPanels } from './panels';
export { allDistances, labelDistances, lengths } from './distance';
export { DENSE_WIDTH as denseWidth } from './tile';
export { assignDense } from './assign';
export { assignBounded, boundsBytes, measureShifts } from './bounds';
export { allDistancesSparse, assignSparse, labelDistancesSparse, SPARSE_WIDTH as sparseWidth, sparseLengths } from './sparse';
export { pickRow, takeDense, takeSparse, tryDense, trySparse } from './seeding';
export { silhouetteDense, silhouetteSparse } from './silhouette';
