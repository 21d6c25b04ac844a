import type { DenseInput } from '../core/input.ts';
import type { DenseMatrix } from '../core/types.ts';
import { type Intake, type IntakeSource, intakeOver } from './intake.ts';

/** Values taken in at a time: what the first level of cache holds; and rows at least. */
const BLOCK_VALUES = 4096;
const LEAST_ROWS = 16;

type EachBlock = (work: (firstRow: number, rows: number) => void) => void;

/** Rows that are taken in at a time. */
export function blockRows({ rows, columns }: Pick<DenseInput, 'rows' | 'columns'>): number {
  return Math.min(rows, Math.max(LEAST_ROWS, Math.floor(BLOCK_VALUES / columns)));
}

/** Goes through rows by blocks: copies the values of each to the beginning of `block`, which has room for them, and lets `work` have its turn. */
export function eachBlock(
  input: DenseInput | DenseMatrix,
  block: Float64Array | Float32Array,
  work: (firstRow: number, rows: number) => void,
): void {
  const { data, rows, columns } = input;
  const values = ArrayBuffer.isView(data) ? (data as unknown as Float64Array) : Float64Array.from(data);
  const size = blockRows(input);
  for (let row = 0; row < rows; row += size) {
    const count = Math.min(size, rows - row);
    block.set(values.subarray(row * columns, (row + count) * columns));
    work(row, count);
  }
}

/** Values that are not worth a way into another memory. */
const FEW_VALUES = 512;

/** Opens an intake and lets `task` go through the rows by blocks. */
export function withBlocks<T>(
  input: DenseInput | DenseMatrix,
  source: IntakeSource,
  task: (intake: Omit<Intake, 'block'>, eachBlock: EachBlock) => T,
): T {
  const { data, rows, columns } = input;
  const size = blockRows(input);
  if (rows * columns <= FEW_VALUES) return task(intakeOver(data, columns), (work) => work(0, rows));
  const intake = source.openIntake(size, columns, data instanceof Float32Array);
  try {
    return task(intake, (work) => eachBlock(input, intake.block, work));
  } finally {
    intake.close();
  }
}
