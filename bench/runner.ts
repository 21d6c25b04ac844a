import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Why a library gives no figure: "not installed", "too slow", an error's message. */
export interface Unable {
  readonly unable: string;
}

/** A process that does one thing at a time when told, and times it itself. */
export interface Runner {
  /** Sends a command, one line of JSON, and waits for its answer. */
  ask<Answer>(command: object): Promise<Answer | Unable>;
  close(): Promise<void>;
}

const JS = fileURLToPath(new URL('peers/child.ts', import.meta.url));
const PYTHON = fileURLToPath(new URL('peers/python.py', import.meta.url));

export const canPin = existsSync('/usr/bin/taskset');

/** Numbers of the processors that this process may use, as far as they can be told. */
const processors = canPin ? numbersIn(/^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0') : [];

/** Those of a list as `0-2,5`. */
function numbersIn(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/** A process for libraries in JavaScript; with one thread it is held on one processor: the last, or so many before it. */
export function javascript(folder: string, threads: number, before = 0): Runner {
  return start([process.execPath, JS, folder], threads, {}, before);
}

/** A process for libraries in Python; `blas` names the OpenBLAS kernels to use, empty for OpenBLAS's own choice. */
export function python(interpreter: string, folder: string, threads: number, blas: string): Runner {
  if (!existsSync(interpreter)) return { ask: async () => ({ unable: 'not installed' }), close: async () => {} };
  const limits = { OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
  return start([interpreter, PYTHON, folder], threads, blas === '' ? limits : { ...limits, OPENBLAS_CORETYPE: blas });
}

/** A process that answers a line of JSON with one; with one thread it is held on one processor. */
export function start(command: readonly string[], threads: number, extra: Record<string, string>, before = 0): Runner {
  const processor = processors.at(-1 - (before % processors.length));
  const pin = threads === 1 && processor !== undefined ? ['/usr/bin/taskset', '-c', `${processor}`] : [];
  const [file, ...args] = [...pin, ...command];
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, ...extra } });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdin.on('error', () => {}); // a process that ended is told by its missing answer
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async <Answer>(command: object) => {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      const { value, done } = await lines.next();
      if (done) return { unable: `its process ended (${child.signalCode ?? child.exitCode})` };
      if (threads > 1) await asleep(child.pid as number);
      return JSON.parse(value) as Answer | Unable;
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Milliseconds in which a process that sleeps uses no more than one tick (10 ms) of a processor. */
const WATCHED = 30;

/**
 * Waits until a process uses no processor any more. Threads of OpenMP and OpenBLAS look out for more work for a while after the last, up to a tenth of a
 * second: who has the next turn would share the processors with them.
 */
async function asleep(pid: number): Promise<void> {
  if (!existsSync(`/proc/${pid}/stat`)) return;
  for (let before = Number.NEGATIVE_INFINITY, now = ticksOf(pid); now - before > 1; now = ticksOf(pid)) {
    before = now;
    await setTimeout(WATCHED);
  }
}

/** Time that all threads of a process have used, in ticks. */
function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // behind the name, which may hold spaces
  return Number(fields[11]) + Number(fields[12]);
}
