import { CompiledQuery, type DatabaseConnection, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { migrate } from './migrations.ts';
import type { RequestStore } from './request-log.ts';
import { createSqlStore } from './sql-store.ts';
import type { Database, Tables } from './tables.ts';

/** Milliseconds that a connection and a statement may take. */
const PATIENCE = 5000;
/** More than {@link PATIENCE}: for servers that do not answer at all. */
const SILENCE = 8000;

/** The database and its host, without user and password. Throws where the URL cannot be read, without repeating it. */
export function nameOfPostgres(url: string): string {
  try {
    const { host, port, database } = new pg.Client(url);
    return `PostgreSQL ${database} at ${host.startsWith('/') ? host : `${host}:${port}`}`;
  } catch {
    throw new Error('the URL of the PostgreSQL database cannot be read');
  }
}

/** Brings the tables of a PostgreSQL database up to date. Throws where it cannot, and where the database cannot hold every text. */
export async function migratePostgres(url: string): Promise<void> {
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(url, 1) }) });
  try {
    const { rows } = await sql<{ encoding: string }>`select current_setting('server_encoding') as encoding`.execute(database);
    if (rows[0].encoding !== 'UTF8') throw new Error(`its encoding is ${rows[0].encoding}, not UTF8`);
    await migrate(database, 'uuid');
  } finally {
    await database.destroy();
  }
}

/**
 * The log in a PostgreSQL database whose tables are up to date; connects when it is used. After a call that failed all connections are new: an
 * old one may lead to a server that is gone.
 * @param connections most at a time
 */
export function createPostgresStore(url: string, connections: number): RequestStore {
  let database = connect(url, connections);
  const run = async <T>(task: (store: RequestStore) => Promise<T>): Promise<T> => {
    const used = database;
    try {
      return await task(createSqlStore(used));
    } catch (error) {
      if (database === used) {
        database = connect(url, connections);
        used.destroy().catch(() => undefined); // what is wrong with it is known
      }
      throw error;
    }
  };
  return {
    insert: (entries) => run((store) => store.insert(entries)),
    probe: () => run((store) => store.probe()),
    find: (filter) => run((store) => store.find(filter)),
    deleteBefore: (id, limit) => run((store) => store.deleteBefore(id, limit)),
    close: () => database.destroy(),
  };
}

function connect(url: string, connections: number): Database {
  const pool = createPool(url, connections, { query_timeout: SILENCE });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool, onCreateConnection }) });
}

/** A commit is on the disk before it returns, whatever the server's default is; a stricter default stays. */
async function onCreateConnection(connection: DatabaseConnection): Promise<void> {
  const settings = `set_config('statement_timeout', '${PATIENCE}', false)`;
  await connection.executeQuery(CompiledQuery.raw(`select ${settings}`));
  const durable = `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;
  await connection.executeQuery(CompiledQuery.raw(durable));
}

function createPool(url: string, max: number, options: pg.PoolConfig = {}): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number); // all of them are below 2^53
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    connectionTimeoutMillis: PATIENCE,
    keepAlive: true,
    application_name: 'elements-clustering',
    ...options,
  });
  // A connection that ends by itself is no uncaught error: the call that uses it rejects, and where none does the next one gets another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}
