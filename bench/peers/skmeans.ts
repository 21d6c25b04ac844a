import { asArrays } from '../data.ts';
import { denseOf, type Peer } from './peer.ts';

export const skmeansPeer: Peer = {
  name: 'skmeans',
  prepare: async (task) => {
    const { default: skmeans } = await import('skmeans');
    const { data, columns } = denseOf(task);
    const rows = asArrays(data, columns);
    return () => {
      const { centroids, it } = skmeans(rows, task.k, asArrays(task.init, columns), task.maxIterations);
      return { centroids: centroids.flat(), iterations: it };
    };
  },
};
