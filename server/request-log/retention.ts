import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { leastRequestId } from './request-id.ts';
import type { RequestStore } from './request-log.ts';

const DAY = 24 * 60 * 60 * 1000;
const EVERY = 60 * 60 * 1000;
/** Requests deleted at once, and the milliseconds until the next: those who wait to write come in between. */
const AT_ONCE = 200;
const PAUSE = 100;

/** Deletes requests once they are older than a number of days: now and every hour, from now until it is stopped. */
export function keepRecent(store: Pick<RequestStore, 'deleteBefore'>, days: number, log?: Log): { stop(): Promise<void> } {
  const stopped = new AbortController();

  /** Ends early where this is stopped. */
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);

  async function deleteOld(): Promise<void> {
    const least = leastRequestId(Date.now() - days * DAY);
    while (!stopped.signal.aborted && (await store.deleteBefore(least, AT_ONCE)) === AT_ONCE) await pause(PAUSE);
  }

  async function repeat(): Promise<void> {
    while (!stopped.signal.aborted) {
      await deleteOld().catch((error) => log?.('error', 'old requests cannot be deleted', { error: String(error) }));
      await pause(EVERY);
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
