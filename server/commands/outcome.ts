import Table from 'cli-table3';
import { ElementsClusteringError } from '../../src/core/errors.ts';

/** Exit code of wrong use or input. */
export const WRONG_USE = 2;
const STOPPED = 130;
const FAILED = 1;

const CALLERS_FAULT = new Set(['INVALID_INPUT', 'INVALID_OPTION', 'INVALID_NAME', 'MODEL_NOT_FOUND', 'TOO_LARGE']);

/**
 * Runs a command's task and prints its answer: as JSON, or as text for people. What fails is said on standard error and in the exit code.
 * @param task given the signal of Ctrl-C and SIGTERM
 */
export async function answer<Answer>(
  asJson: boolean | undefined,
  task: (signal: AbortSignal) => Promise<Answer>,
  text: (answer: Answer) => string,
): Promise<void> {
  process.stdout.once('error', endQuietly);
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, abort);
  try {
    const found = await task(stop.signal);
    process.stdout.write(`${asJson ? JSON.stringify(found, undefined, 2) : text(found)}\n`);
  } catch (error) {
    const { code, details } = error instanceof ElementsClusteringError ? error : { code: 'FAILED', details: {} };
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${asJson ? JSON.stringify({ code, message, ...details }) : message}\n`);
    process.exitCode = stop.signal.aborted ? STOPPED : CALLERS_FAULT.has(code) ? WRONG_USE : FAILED;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, abort);
  }
}

/** Whoever read the answer has read enough, as `head` has. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

/** Rows under names of columns, for people. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const drawn = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  for (const row of rows) drawn.push(row.map(String));
  return drawn.toString();
}

const SHORT_NAMES = new Map([
  ['r2', 'R²'],
  ['meanAbsoluteError', 'MAE'],
  ['rootMeanSquaredError', 'RMSE'],
  ['meanAbsolutePercentageError', 'MAPE'],
]);

/** The name of a score as people know it. */
export function scoreName(name: string): string {
  return SHORT_NAMES.get(name) ?? name;
}

/** A score for people: four places, or as many as a large one bears. */
export function score(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(2) : value.toFixed(4);
}
