/** Runs in pages: the contract of stores, on the browser's own IndexedDB. */
import { createIdbStore } from 'elements-clustering/idb-store';
import { storeContract } from '../../stores/contract.ts';

/** What came of each case of the contract: its title, and what is broken. */
export async function runContract(): Promise<string[]> {
  const outcomes: string[] = [];
  for (const { title, run } of storeContract('IndexedDB', (place) => createIdbStore(place))) {
    outcomes.push(
      await run().then(
        () => `${title}: holds`,
        (error) => `${title}: ${error.message}`,
      ),
    );
  }
  return outcomes;
}
