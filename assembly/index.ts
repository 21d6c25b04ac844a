// The core's face to JavaScript. Kernels trust their input: addresses, sizes and finiteness are checked before they are called.

/** Raised with every change of an exported function's meaning; the loader refuses another one. */
export const abiVersion: i32 = 1;

export { alloc, mark, release } from './memory';
export { projectDoubles, projectFloats, surveyDoubles, surveyFloats } from './intake';
export { packBase, packPanels } from './panels';
export { allDistances, inertia, labelDistances, lengths } from './distance';
export { DENSE_WIDTH as denseWidth } from './tile';
export { assignDense } from './assign';
export { assignBounded, boundsBytes, measureShifts } from './bounds';
export { allDistancesSparse, assignSparse, inertiaSparse, labelDistancesSparse, SPARSE_WIDTH as sparseWidth, sparseLengths } from './sparse';
export { pickRow, takeDense, takeSparse, tryDense, trySparse } from './seeding';
export { silhouetteDense, silhouetteSparse } from './silhouette';
