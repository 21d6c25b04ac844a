import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { leastRequestId } from './request-id.ts';
import type { RequestStore } from './request-log.ts';

const DAY = 24 * 60 * 60 * 1000;
const EVERY = 60 * 60 * 1000;
/** Requests deleted at once: few enough that nobody waits for it. */
const AT_ONCE = 200;

/** Deletes requests once they are older than a number of days: now and every hour, from now until it is stopped. */
export function keepRecent(store: Pick<RequestStore, 'deleteBefore'>, days: number, log?: Log): { stop(): Promise<void> } {
  const stopped = new AbortController();

  async function deleteOld(): Promise<void> {
    const least = leastRequestId(Date.now() - days * DAY);
    let deleted = AT_ONCE;
    while (deleted === AT_ONCE && !stopped.signal.aborted) deleted = await store.deleteBefore(least, AT_ONCE);
  }

  async function repeat(): Promise<void> {
    while (!stopped.signal.aborted) {
      await deleteOld().catch((error) => log?.('error', 'old requests cannot be deleted', { error: String(error) }));
      await sleep(EVERY, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  }

  const over = repeat();
  return {
    async stop() {
      stopped.abort();
      await over;
    },
  };
}
