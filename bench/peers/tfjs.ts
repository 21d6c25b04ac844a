import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { denseOf, type Peer } from './peer.ts';

/** Lloyd's algorithm as one writes it in tensor operations; TensorFlow.js has no k-means of its own. */
export const tfjs: Peer = {
  name: 'tfjs (wasm)',
  prepare: async (task) => {
    const tf = await import('@tensorflow/tfjs-core');
    await import('@tensorflow/tfjs-backend-wasm');
    await tf.setBackend('wasm');
    const { data, rows, columns } = denseOf(task);
    const { k, init, maxIterations } = task;

    const label = (x: Tensor2D, centroids: Tensor2D): Tensor1D =>
      tf.tidy(() => {
        // |c|² − 2x·c: the distance less what is the same for all centroids
        const squares = tf.sum(tf.square(centroids), 1);
        return tf.argMin(tf.sub(squares, tf.mul(tf.matMul(x, centroids, false, true), 2)), 1) as Tensor1D;
      });
    const means = (x: Tensor2D, labels: Tensor1D, previous: Tensor2D): Tensor2D =>
      tf.tidy(() => {
        const members = tf.cast(tf.oneHot(labels, k), 'float32') as Tensor2D;
        const counts = tf.expandDims(tf.sum(members, 0), 1);
        const sums = tf.matMul(members, x, true, false);
        return tf.where(tf.greater(counts, 0), tf.div(sums, tf.maximum(counts, 1)), previous) as Tensor2D;
      });

    return async () => {
      const x = tf.tensor2d(data, [rows, columns]);
      let centroids = tf.tensor2d(init, [k, columns]);
      let before: Int32Array | undefined;
      let iterations = 0;
      for (let settled = false; !settled && iterations < maxIterations; iterations++) {
        const labels = label(x, centroids);
        const now = (await labels.data()) as Int32Array;
        settled = before?.every((value, row) => value === now[row]) ?? false;
        before = now.slice();
        const next = means(x, labels, centroids);
        tf.dispose([labels, centroids]);
        centroids = next;
      }
      const found = await centroids.data();
      tf.dispose([x, centroids]);
      return { centroids: found, iterations };
    };
  },
};
