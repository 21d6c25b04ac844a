import type { CheckedInput } from '../../src/core/input.ts';
import type { Input, Progress } from '../../src/core/types.ts';
import type { JobFacts, JobKind, JobResults } from './messages.ts';

/** A job whose body was found good. */
export interface Prepared<Kind extends JobKind> {
  readonly facts: JobFacts;
  /** @param model bytes of the model that the job works on; undefined for one that makes its own */
  run(model: Uint8Array | undefined, onProgress: (progress: Progress) => void): Promise<JobResults[Kind]>;
}

/** Rows that were checked, as the library takes them, and their number. */
export function rowsOf(checked: CheckedInput): { readonly input: Input; readonly rows: number } {
  return { input: checked.kind === 'records' ? checked.records : checked, rows: checked.rows };
}
