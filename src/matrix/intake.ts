import type { Weights } from '../core/types.ts';
/** How raw values become the engine's, see `Space`. */
export interface Projection {
  /** Taken off each column before scaling. */
  readonly shift: Float64Array;
  readonly scale: number;
  /** Bring rows to length 1 instead of scaling them. */
  readonly unit: boolean;
}

/** What a survey found, one value a column. */
export interface ColumnSurvey {
  /** Weighted sums of the values, less the first row's. */
  readonly sums: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** Arithmetic on raw rows, block by block: fill `block`, then ask. Every implementation gives the same bits. */
export interface Intake {
  /** Rows of raw values, row-major. */
  readonly block: Float64Array | Float32Array;
  /** Begins a survey; differences are taken from `first`, one value a column. */
  startSurvey(first: Float64Array): void;
  /** Adds the block's first rows, one for each weight. */
  survey(weights: Weights): void;
  surveyed(): ColumnSurvey;
  /** Begins projecting. */
  startProjection(projection: Projection): void;
  /** The block's first `rows` rows as f32, good until the next call; null when a value is not finite. */
  project(rows: number): Float32Array | null;
  close(): void;
}

/** Where intakes come from: an engine. */
export interface IntakeSource {
  /** An intake for blocks of `rows` rows of f64, or of f32 with `floats`. */
  openIntake(rows: number, columns: number, floats: boolean): Intake;
}

/** Length of values `from` up to `to`, free of overflow; 1 where all are 0, which is to stay so. */
export function lengthOf(values: ArrayLike<number>, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, Math.abs(values[i]));
  if (most === 0) return 1;
  let square = 0;
  for (let i = from; i < to; i++) square += (values[i] / most) * (values[i] / most);
  return most * Math.sqrt(square);
}

/** The intake in plain TypeScript. */
export const plainIntake: IntakeSource = {
  openIntake: (rows, columns, floats) => intakeOver(new (floats ? Float32Array : Float64Array)(rows * columns), columns),
};

/** An intake in plain TypeScript whose block there is already. */
export function intakeOver<Block extends ArrayLike<number>>(
  block: Block,
  columns: number,
): Omit<Intake, 'block'> & { readonly block: Block } {
  let first = new Float64Array(columns);
  let projection: Projection = { shift: first, scale: 1, unit: false };
  let out: Float32Array | undefined;
  const found = { sums: new Float64Array(columns), least: new Float64Array(columns), most: new Float64Array(columns) };
  return {
    block,
    startSurvey(values) {
      first = values.slice();
      found.sums.fill(0);
      found.least.fill(Infinity);
      found.most.fill(-Infinity);
    },
    survey: (weights) => surveyBlock(block, weights, first, found),
    surveyed: () => found,
    startProjection: (wanted) => {
      projection = wanted;
    },
    project: (count) => {
      out ??= new Float32Array(block.length);
      return projectBlock(block, count, projection, out) ? out.subarray(0, count * columns) : null;
    },
    close: () => {},
  };
}

function surveyBlock(block: ArrayLike<number>, weights: Weights, first: Float64Array, { sums, least, most }: ColumnSurvey): void {
  const columns = first.length;
  for (let row = 0, i = 0; row < weights.length; row++) {
    for (let column = 0; column < columns; column++, i++) {
      const value = block[i];
      sums[column] += (value - first[column]) * weights[row];
      if (value < least[column]) least[column] = value;
      if (value > most[column]) most[column] = value;
    }
  }
}

function projectBlock(block: ArrayLike<number>, rows: number, { shift, scale, unit }: Projection, out: Float32Array): boolean {
  const columns = shift.length;
  let sum = 0; // stays 0 as long as every value is finite
  for (let row = 0, i = 0; row < rows; row++) {
    const factor = unit ? 1 / lengthOf(block, i, i + columns) : scale;
    for (let column = 0; column < columns; column++, i++) {
      // adding 0 turns -0 into 0, so that equal rows have equal bits
      out[i] = (block[i] - shift[column]) * factor + 0;
      sum += out[i] * 0;
    }
  }
  return sum === 0;
}
