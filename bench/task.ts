import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CsrMatrix, DenseMatrix } from '../src/core/types.ts';

/** What every library is given: the same f32 rows and first centroids. */
export interface Task {
  readonly matrix: DenseMatrix | CsrMatrix;
  /** k × columns. */
  readonly init: Float32Array;
  readonly k: number;
  readonly maxIterations: number;
}

interface Outline {
  readonly kind: 'dense' | 'csr';
  readonly rows: number;
  readonly columns: number;
  readonly k: number;
  readonly maxIterations: number;
}

/** Writes a task where the processes of the libraries find it, hands its folder to `use` and removes it. */
export async function withTask<T>(task: Task, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const { matrix, init, k, maxIterations } = task;
    const { kind, rows, columns } = matrix;
    const outline: Outline = { kind, rows, columns, k, maxIterations };
    writeFileSync(join(folder, 'task.json'), JSON.stringify(outline));
    writeFileSync(join(folder, 'init'), init);
    const parts = kind === 'dense' ? { data: matrix.data } : { values: matrix.values, indices: matrix.indices, offsets: matrix.offsets };
    for (const [name, part] of Object.entries(parts)) writeFileSync(join(folder, name), part);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The task in a folder. */
export function readTask(folder: string): Task {
  const { kind, rows, columns, k, maxIterations } = JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8')) as Outline;
  const floats = (name: string): Float32Array => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
    return new Float32Array(buffer, byteOffset, byteLength / 4);
  };
  const whole = (name: string): Uint32Array => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
    return new Uint32Array(buffer, byteOffset, byteLength / 4);
  };
  const matrix: Task['matrix'] =
    kind === 'dense'
      ? { kind, data: floats('data'), rows, columns }
      : { kind, values: floats('values'), indices: whole('indices'), offsets: whole('offsets'), rows, columns };
  return { matrix, init: floats('init'), k, maxIterations };
}
