import { blobs, drawCentroids } from './data.ts';
import { NATIVE, OURS, SCRIPTS } from './fits.ts';
import { progress } from './progress.ts';
import { type Section, showMs } from './report.ts';
import { javascript, python } from './runner.ts';
import { withTask } from './task.ts';

const ROWS = 1_000_000;
const COLUMNS = 16;
const K = 16;
const ITERATIONS = 5;

/** How much memory a fit takes beyond the rows that it is given, each library in a fresh process. */
export async function memorySection(interpreter: string): Promise<Section> {
  const matrix = blobs(ROWS, COLUMNS, K, 0.2);
  const task = { matrix, init: drawCentroids(matrix, K, 2), k: K, maxIterations: ITERATIONS };
  const rows = await withTask(task, async (folder) => {
    const table: string[][] = [];
    for (const name of [OURS, ...NATIVE, ...SCRIPTS]) {
      progress(`memory: ${name}`);
      const runner = NATIVE.includes(name) ? python(interpreter, folder, 1, '') : javascript(folder, 1);
      const answer = await runner.ask<{ ms: number; bytes: number }>({ job: 'memory', name, threads: 1, iterations: ITERATIONS });
      await runner.close();
      if ('unable' in answer) table.push([name, answer.unable, '–', '–']);
      else
        table.push([
          name,
          (answer.bytes / 2 ** 20).toFixed(0),
          `${(answer.bytes / matrix.data.byteLength).toFixed(2)}×`,
          showMs(answer.ms),
        ]);
    }
    return table;
  });
  return {
    title: 'Memory',
    about: `How far resident memory rises in the first fit of a process, ${ROWS.toLocaleString('en')} × ${COLUMNS}, k = ${K}, ${ITERATIONS} iterations, one thread; the rows given (${(matrix.data.byteLength / 2 ** 20).toFixed(0)} MiB as f32, arrays of numbers for libraries in JavaScript other than ours) and the loaded library are there before.`,
    head: ['library', 'MiB', 'of the f32 rows', 'first fit, ms'],
    rows,
    summary: [],
  };
}
