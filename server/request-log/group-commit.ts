import type { RecordedBody, RequestEntry } from './entry.ts';
import { logUnavailable, type RequestStore } from './request-log.ts';

export interface GroupCommitOptions {
  /** Most entries of one write (default 500). */
  readonly batch?: number;
  /** Most entries that wait for the next write (default 2,000); further ones are refused. */
  readonly entries?: number;
  /** Most bytes of bodies, whole ones, of the entries that wait or are being written (default 64 MiB); further ones are refused, unless none waits. */
  readonly bytes?: number;
  /** Milliseconds that a write may take (default 10,000). Then its entries and those that wait are refused, and further ones until it has ended. */
  readonly patience?: number;
  /** Told when writes begin to fail, with the reason, and when they succeed again, with undefined. */
  readonly onChange?: (failure: unknown) => void;
}

/** Entries on their way to a store, one write at a time: those that come during a write wait, and are written together by the next one. */
export interface GroupCommit {
  /** Resolves once the entry is written. Throws `LOG_UNAVAILABLE` where it could not be, or not in time; it may have been written all the same. */
  append(entry: RequestEntry): Promise<void>;
  /** Resolves at once while the last write went well, and else once the store can be written. Throws `LOG_UNAVAILABLE`. */
  check(): Promise<void>;
  /** Takes no more entries; resolves when the last write has ended. */
  close(): Promise<void>;
}

interface Waiting {
  readonly entry: RequestEntry;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export function createGroupCommit(store: Pick<RequestStore, 'insert' | 'probe'>, options: GroupCommitOptions = {}): GroupCommit {
  const { batch: batchSize = 500, entries: maxEntries = 2000, bytes: maxBytes = 2 ** 26, patience = 10_000, onChange } = options;
  let waiting: Waiting[] = [];
  let held = 0; // bytes of those that wait or are being written
  let writing: Promise<void> | undefined;
  let probing: Promise<void> | undefined;
  let refusal: Error | undefined; // why no entry is taken at the moment
  let failing = false;

  function tell(failure?: unknown): void {
    if (failing === (failure !== undefined)) return;
    failing = failure !== undefined;
    onChange?.(failure);
  }

  /** Refuses the entries that are written and, because they would wait as long for the same, those that wait. */
  function fail(batch: readonly Waiting[], error: Error): void {
    tell(error.cause);
    const behind = waiting;
    waiting = [];
    for (const { bytes } of behind) held -= bytes;
    for (const { reject } of [...batch, ...behind]) reject(error);
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    const timer = setTimeout(() => {
      refusal = logUnavailable(new Error(`a write takes longer than ${patience} ms`));
      fail(batch, refusal);
    }, patience);
    try {
      await store.insert(batch.map(({ entry }) => entry));
      tell();
      for (const { resolve } of batch) resolve();
    } catch (cause) {
      fail(batch, logUnavailable(cause));
    }
    clearTimeout(timer);
    refusal = undefined;
    for (const { bytes } of batch) held -= bytes;
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) await write(waiting.splice(0, batchSize));
    writing = undefined;
  }

  return {
    append(entry) {
      return new Promise((resolve, reject) => {
        const bytes = heldBy(entry.request) + heldBy(entry.response);
        if (refusal !== undefined) throw refusal;
        if (waiting.length >= maxEntries || (held > 0 && held + bytes > maxBytes)) throw logUnavailable(new Error('too many answers wait'));
        held += bytes;
        waiting.push({ entry, bytes, resolve, reject });
        writing ??= writeAll();
      });
    },
    async check() {
      if (!failing) return;
      if (refusal !== undefined) throw refusal;
      probing ??= store.probe().finally(() => (probing = undefined));
      await probing.then(
        () => tell(),
        (cause) => {
          throw logUnavailable(cause);
        },
      );
    },
    async close() {
      await writing;
      refusal = logUnavailable(new Error('the log is closed'));
    },
  };
}

/** The memory that waits with a body: all of it, of which a part is kept, but nothing of one that was announced and never read. */
function heldBy({ bytes, kept }: RecordedBody): number {
  return kept === null ? 0 : (bytes ?? kept.length);
}
