import type { Log } from '../log.ts';
import { createGroupCommit, type GroupCommitOptions } from './group-commit.ts';
import { logUnavailable, type RequestLog, type RequestStore } from './request-log.ts';
import { keepRecent } from './retention.ts';
import type { LogTarget } from './target.ts';

export interface RequestLogOptions extends Omit<GroupCommitOptions, 'onChange'> {
  /** Days that requests are kept; undefined: for ever. */
  readonly days?: number;
  /** Told when the log fails and when it works again; default: nobody is. */
  readonly log?: Log;
}

/** Connections to PostgreSQL for reading: as many pages of the log are read at once. */
const READERS = 2;

/** What to call a database: its file, or its name and host. Throws where the URL cannot be read. */
export async function nameOfTarget(target: LogTarget): Promise<string> {
  if (target.kind === 'sqlite') return target.file;
  const { nameOfPostgres } = await import('./postgres.ts');
  return nameOfPostgres(target.url);
}

/** Opens the log, after bringing its tables up to date. Throws where the database cannot be opened or written. */
export async function openRequestLog(target: LogTarget, options: RequestLogOptions = {}): Promise<RequestLog> {
  const name = await nameOfTarget(target);
  try {
    const { writer, reader } = await openStores(target);
    await writer.probe().catch(async (cause) => {
      await writer.close();
      throw cause;
    });
    return createRequestLog(writer, reader, options);
  } catch (cause) {
    throw new Error(`the log of requests in ${name} cannot be opened: ${reasonOf(cause)}`, { cause });
  }
}

/** What they need is imported here: a service needs the one or the other. */
async function openStores(target: LogTarget): Promise<{ writer: RequestStore; reader: RequestStore }> {
  if (target.kind === 'sqlite') {
    const { createSqliteStore } = await import('./sqlite-store.ts');
    return { writer: createSqliteStore(target.file, 'writer'), reader: createSqliteStore(target.file, 'reader') };
  }
  const { createPostgresStore, migratePostgres } = await import('./postgres.ts');
  await migratePostgres(target.url);
  return { writer: createPostgresStore(target.url, 1), reader: createPostgresStore(target.url, READERS) };
}

/** @param reader another connection to the same database, so that nothing that is read or cleaned up holds up what is written */
function createRequestLog(writer: RequestStore, reader: RequestStore, { days, log, ...options }: RequestLogOptions): RequestLog {
  const onChange = (failure: unknown): void => {
    if (failure === undefined) log?.('info', 'requests are recorded again');
    else log?.('error', 'requests cannot be recorded', { error: reasonOf(failure) });
  };
  const commit = createGroupCommit(writer, { ...options, onChange });
  const retention = days === undefined ? undefined : keepRecent(reader, days, log);
  let closed = false;
  return {
    append: commit.append,
    check: commit.check,
    async find(filter) {
      if (closed) throw logUnavailable(new Error('the log is closed'));
      return reader.find(filter).catch((cause) => {
        throw logUnavailable(cause);
      });
    },
    async close() {
      closed = true;
      await commit.close();
      await retention?.stop();
      await Promise.all([writer.close(), reader.close()]);
    },
  };
}

/** What an error says; one of several addresses that were tried in vain says nothing itself. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
