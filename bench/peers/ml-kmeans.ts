import { asArrays } from '../data.ts';
import { denseOf, type Peer } from './peer.ts';

export const mlKmeans: Peer = {
  name: 'ml-kmeans',
  prepare: async (task) => {
    const { kmeans } = await import('ml-kmeans');
    const { data, columns } = denseOf(task);
    const rows = asArrays(data, columns);
    const options = { initialization: asArrays(task.init, columns), tolerance: 0, maxIterations: task.maxIterations };
    return () => {
      const { centroids, iterations } = kmeans(rows, task.k, options);
      return { centroids: centroids.flat(), iterations };
    };
  },
};
