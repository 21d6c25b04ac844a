import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { python } from './runner.ts';
import { type Task, withTask } from './task.ts';

/** OpenBLAS's kernels by the flag of the processors that can run them; the empty name is OpenBLAS's own choice. */
const BLAS_KERNELS: readonly (readonly [flag: string, name: string])[] = [
  ['fpu', ''],
  ['avx2', 'Haswell'],
  ['avx512bw', 'SkylakeX'],
  ['avx512_bf16', 'Cooperlake'],
  ['amx_tile', 'SapphireRapids'],
];

/** Tries OpenBLAS's kernels on the product that the task rests on, and answers the name of the fastest: the peer at its best. */
export async function fastestBlas(interpreter: string, folder: string): Promise<string> {
  const flags = processorFlags();
  let best = { name: '', ms: Infinity };
  for (const [flag, name] of BLAS_KERNELS) {
    if (flag !== 'fpu' && !flags.has(flag)) continue;
    const runner = python(interpreter, folder, 1, name);
    const answer = await runner.ask<{ ms: number }>({ job: 'gemm' });
    await runner.close();
    if ('ms' in answer && answer.ms < best.ms) best = { name, ms: answer.ms };
  }
  return best.name;
}

/** What the figures were measured on and with, as label and value. */
export async function describeMachine(interpreter: string): Promise<[string, string][]> {
  const { model, speed } = cpus()[0];
  return [
    ['date', new Date().toISOString().slice(0, 10)],
    ['processor', `${model.trim()}${speed > 0 ? `, ${speed} MHz` : ''}, ${cpus().length} cores`],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(0)} GiB`],
    ['system', `${platform()} ${release()}, ${arch()}`],
    ['load average at the start', loadAverage()],
    ['Node.js', `${process.versions.node} (V8 ${process.versions.v8})`],
    ...(await pythonVersions(interpreter)),
    ...['ml-kmeans', 'skmeans', '@tensorflow/tfjs-backend-wasm'].map((name): [string, string] => [name, versionOf(name)]),
  ];
}

/** Runnable processes over the last 1, 5 and 15 minutes. */
export function loadAverage(): string {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(', ');
}

async function pythonVersions(interpreter: string): Promise<[string, string][]> {
  const one: Task = {
    matrix: { kind: 'dense', data: new Float32Array(1), rows: 1, columns: 1 },
    init: new Float32Array(1),
    k: 1,
    maxIterations: 1,
  };
  const versions = await withTask(one, async (folder) => {
    const runner = python(interpreter, folder, 1, '');
    const answer = await runner.ask<Record<string, string>>({ job: 'versions' });
    await runner.close();
    return answer;
  });
  return 'unable' in versions ? [['Python', versions.unable as string]] : Object.entries(versions);
}

function versionOf(name: string): string {
  try {
    return JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
  } catch {
    return 'not installed';
  }
}

function processorFlags(): Set<string> {
  try {
    return new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1].split(' '));
  } catch {
    return new Set();
  }
}
