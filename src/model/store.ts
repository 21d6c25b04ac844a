import { ElementsClusteringError } from '../core/errors.ts';

/** Does a store's task; what fails becomes a `STORE_FAILED` that says what was being done and carries the failure as its cause. */
export async function storing<T>(doing: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (cause) {
    throw new ElementsClusteringError('STORE_FAILED', `${doing} failed: ${cause}`, {}, { cause });
  }
}
