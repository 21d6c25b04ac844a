/** What the WebAssembly core exports; see `assembly/index.ts`. Addresses and counts are plain numbers. */
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  readonly abiVersion: WebAssembly.Global;
  readonly denseWidth: WebAssembly.Global;
  readonly sparseWidth: WebAssembly.Global;
  alloc(bytes: number): number;
  mark(): number;
  release(end: number): void;
  surveyDoubles(...args: number[]): void;
  surveyFloats(...args: number[]): void;
  projectDoubles(...args: number[]): number;
  projectFloats(...args: number[]): number;
  packPanels(centroids: number, k: number, columns: number, width: number, scale: number, panels: number): void;
  packBase(centroids: number, k: number, columns: number, width: number, cosine: number, squares: number, base: number): number;
  lengths(rows: number, count: number, columns: number, out: number): void;
  sparseLengths(values: number, offsets: number, count: number, squares: number, out: number): void;
  assignDense(...args: number[]): number;
  assignBounded(...args: number[]): number;
  boundsBytes(rows: number, groups: number): number;
  measureShifts(before: number, after: number, k: number, columns: number, groupSize: number, shifts: number, groupShifts: number): void;
  assignSparse(...args: number[]): number;
  labelDistances(...args: number[]): void;
  labelDistancesSparse(...args: number[]): void;
  inertia(...args: number[]): number;
  inertiaSparse(...args: number[]): number;
  allDistances(...args: number[]): void;
  allDistancesSparse(...args: number[]): void;
  tryDense(...args: number[]): void;
  trySparse(...args: number[]): void;
  takeDense(...args: number[]): number;
  takeSparse(...args: number[]): number;
  pickRow(weights: number, nearest: number, count: number, target: number): number;
  silhouetteDense(...args: number[]): void;
  silhouetteSparse(...args: number[]): void;
}
