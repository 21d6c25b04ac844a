import { ElementsClustering } from '../../src/index.ts';
import type { Peer } from './peer.ts';

export const ours: Peer = {
  name: 'elements-clustering',
  prepare: async ({ matrix, init, k, maxIterations }, threads) => {
    const centroids = { data: init, rows: k, columns: matrix.columns };
    const options = { init: centroids, tolerance: 0, maxIterations, ...(threads > 1 ? { workers: threads } : {}) };
    return async () => {
      const model = await new ElementsClustering(options).fit(matrix);
      return { centroids: model.centroids.data, iterations: model.iterations };
    };
  },
};
