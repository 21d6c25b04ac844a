import { ProblemError, problem } from '../problems.ts';
import type { LoggedRequest, RequestEntry, RequestFilter } from './entry.ts';

/** Keeps requests and their answers. */
export interface RequestLog {
  /**
   * Resolves once the entry would survive a crash of the service and of the machine.
   * @throws a {@link ProblemError} `LOG_UNAVAILABLE` where it cannot be written; it is then not known whether it was.
   */
  append(entry: RequestEntry): Promise<void>;
  /**
   * For work that should not begin where it could not be recorded: resolves at once while the last write went well, and else once a write has.
   * @throws `LOG_UNAVAILABLE`
   */
  check(): Promise<void>;
  /**
   * The newest requests that the filter lets through, newest first.
   * @throws `LOG_UNAVAILABLE`
   */
  find(filter: RequestFilter): Promise<LoggedRequest[]>;
  /** Writes what was appended and lets go of the database. Later calls throw `LOG_UNAVAILABLE`. */
  close(): Promise<void>;
}

/** A database that holds the log, without any waiting line of its own. Calls reject with whatever the database says. */
export interface RequestStore {
  /** Writes all of them or none, durably. */
  insert(entries: readonly RequestEntry[]): Promise<void>;
  /** Resolves once something was written durably. */
  probe(): Promise<void>;
  find(filter: RequestFilter): Promise<LoggedRequest[]>;
  /** Deletes at most `limit` requests whose id is less; resolves to how many. */
  deleteBefore(id: string, limit: number): Promise<number>;
  close(): Promise<void>;
}

/** The error of a log that cannot be written or read. */
export function logUnavailable(cause: unknown): ProblemError {
  return new ProblemError(problem('LOG_UNAVAILABLE', 'requests cannot be recorded at the moment, so none is answered'), { cause });
}
