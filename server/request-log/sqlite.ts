import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import type { Database, Tables } from './tables.ts';

/** Milliseconds that a statement waits for those of other processes. */
const PATIENCE = 5000;
const PAUSE = 20;

/**
 * Opens a SQLite file, made where it is missing and then readable for its owner alone, for it holds what clients send. What is written is durable
 * once the call resolves. Everything blocks the thread that asks.
 */
export function openSqlite(file: string): Database {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: PATIENCE });
  useWriteAheadLog(database);
  database.exec('PRAGMA synchronous = FULL'); // a commit returns when it is on the disk
  return new Kysely<Tables>({ dialect: new NodeSqliteDialect(database) });
}

/** Of all statements this one does not wait, as it must when several processes open a new file at once. */
function useWriteAheadLog(database: DatabaseSync): void {
  const end = performance.now() + PATIENCE;
  for (let done = false; !done; ) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      done = true;
    } catch (error) {
      if (performance.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

/** Kysely's SQLite dialect over Node's own SQLite. */
class NodeSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(database: DatabaseSync) {
    const adapted = { close: () => database.close(), prepare: (sql: string) => adaptStatement(database.prepare(sql)) };
    super({ database: adapted });
    this.#database = adapted;
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: this.#database });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** Transactions that write from their beginning: one that begins by reading cannot go on to write once another process has written. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** SQLite's transactions hold changes of tables, too, so that migrations happen whole. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  const bindable = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}
