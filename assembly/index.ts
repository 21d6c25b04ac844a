// The core's face to JavaScript. Kernels trust their input: addresses, sizes and finiteness are checked before they are called.

/** Raised with every change of an exported function's meaning; the loader refuses another one. */
export const abiVersion: i32 = 1;

export { alloc, mark, release } from './memory';
export { projectDoubles, projectFloats, surveyDoubles, surveyFloats } from './intake';
export { packBase, packColumns, packGrains } from './panels';
export { allDistances, inertia, labelDistances, lengths } from './distance';
export { grainBytes, useCentroids } from './centroids';
export { QUAD as quad, tileBytes } from './quantise';
export { assignDense } from './assign';
export { measureBytes, measureRows, startMeasure } from './measure';
export { keyBytes, useKeys } from './bounds';
export { assignHamerly, roomBytes } from './hamerly';
export { nearBytes, useNear } from './near';
export { usePairs } from './pairs';
export { allDistancesSparse, assignSparse, inertiaSparse, labelDistancesSparse, SPARSE_WIDTH as sparseWidth, sparseLengths } from './sparse';
export { clearSums } from './sums';
export { pickRow, SEED_WIDTH as seedWidth, takeDense, takeSparse, tryDense, trySparse } from './seeding';
export { silhouetteDense, silhouetteSparse } from './silhouette';
