/** Plain data types that every folder may speak of; no behaviour. */

/** `euclidean` minimises squared distances to means; `cosine` minimises 1 − cosine to unit-length means. */
export type Metric = 'euclidean' | 'cosine';

/** Rows of numbers, row-major: value of row r and column c is `data[r * columns + c]`. The engine works on f32. */
export interface DenseMatrix<Values extends Float32Array | Float64Array = Float32Array> {
  readonly kind: 'dense';
  readonly data: Values;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Rows with few values each (compressed sparse rows): row r holds `values[i]` in column `indices[i]`
 * for i from `offsets[r]` up to, not including, `offsets[r + 1]`; column numbers rise within a row.
 */
export interface CsrMatrix<Values extends Float32Array | Float64Array = Float32Array> {
  readonly kind: 'csr';
  readonly values: Values;
  readonly indices: Uint32Array;
  readonly offsets: Uint32Array;
  readonly rows: number;
  readonly columns: number;
}

export type Matrix = DenseMatrix | CsrMatrix;

/** One value a row, 0 or more. Where each row counts once, they are bytes: 1s that nobody has to read. */
export type Weights = Float64Array | Uint8Array;

/** A record as people have it: any JSON object. */
export type ElementRecord = Readonly<Record<string, unknown>>;

/** Rows as one flat array, row-major; any array of numbers will do. */
export interface FlatRows {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/** Sparse rows as they come from outside; see {@link CsrMatrix} for the layout. */
export interface SparseRows {
  readonly values: ArrayLike<number>;
  readonly indices: ArrayLike<number>;
  readonly offsets: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/** Everything that can be clustered: records, rows of numbers, flat rows or sparse rows. */
export type Input =
  | readonly ElementRecord[]
  | readonly (readonly number[])[]
  | readonly Float32Array[]
  | readonly Float64Array[]
  | FlatRows
  | SparseRows;

/** What a long task reports while it runs. */
export interface Progress {
  /** What is being done now. */
  readonly phase: 'features' | 'seeding' | 'iterating' | 'assigning' | 'detecting';
  /** Share of the whole task that is done, from 0 to 1; never falls. */
  readonly done: number;
  /** Iterations of the current start so far, while iterating. */
  readonly iteration?: number;
}

/** Something a fit did or found that its user should know; never a failure. */
export interface Warning {
  readonly code: 'EMPTY_CLUSTER_RELOCATED' | 'NOT_CONVERGED' | 'FEWER_DISTINCT_ROWS';
  readonly message: string;
}

/** Where model bytes are kept, by name. One contract suite holds for every implementation. */
export interface ModelStore {
  /** The bytes saved last under this name, or undefined where there are none. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** Resolves only when the bytes would survive a crash; until then the old bytes stay. */
  set(name: string, bytes: Uint8Array): Promise<void>;
  /** Removes the name; resolves to false where there was none. */
  delete(name: string): Promise<boolean>;
  /** All names, in code-unit order. */
  list(): Promise<string[]>;
}
