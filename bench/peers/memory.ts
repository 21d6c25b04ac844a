import { readFileSync, writeFileSync } from 'node:fs';

/** Runs something and answers by how many bytes the process's resident memory rose at its highest (Linux only; throws elsewhere). */
export async function peakOf(run: () => unknown): Promise<{ ms: number; bytes: number }> {
  writeFileSync('/proc/self/clear_refs', '5'); // the highest so far becomes the present one
  const before = statusOf('VmRSS');
  const start = performance.now();
  await run();
  const ms = performance.now() - start;
  return { ms, bytes: (statusOf('VmHWM') - before) * 1024 };
}

/** A line of the process's status, in KiB. */
function statusOf(name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
