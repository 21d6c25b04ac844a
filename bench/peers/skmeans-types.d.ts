declare module 'skmeans' {
  interface Clusters {
    readonly it: number;
    readonly centroids: number[][];
  }
  /** `initial` is overwritten with the centroids found. */
  export default function skmeans(data: number[][], k: number, initial: number[][], maxIterations: number): Clusters;
}
