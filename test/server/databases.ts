/** The databases that a log of requests can be in, each a real one, for tests that hold for all of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { findPostgres, startPostgres, type TestPostgres } from './postgres.ts';

export interface TestDatabases {
  readonly kind: 'sqlite' | 'postgres';
  /** A new, empty database, as `--log-database` names it. */
  create(): Promise<string>;
  /** Holds a lock that lets nobody write to the log but everybody read; calls the function it returns to let go. */
  lock(database: string): Promise<() => Promise<void>>;
  /** Runs one statement of SQL, and gives back its rows. */
  query(database: string, sql: string): Promise<Record<string, unknown>[]>;
}

/** The tests for each database. Those of PostgreSQL are reported as not run where it is not installed, and fail there where `CI` is set. */
export function forEachDatabase(define: (databases: TestDatabases) => void): void {
  describe('sqlite', () => {
    let folder: string;
    let count = 0;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sqlite-'));
    });
    afterAll(() => rm(folder, { recursive: true }));
    define({
      kind: 'sqlite',
      create: async () => join(folder, `${count++}`, 'requests.sqlite'),
      async lock(file) {
        const other = new DatabaseSync(file);
        other.exec('begin immediate');
        return async () => other.close();
      },
      async query(file, sql) {
        const other = new DatabaseSync(file);
        const rows = other.prepare(sql).all();
        other.close();
        return rows;
      },
    });
  });
  postgresTests('postgres', (server) => {
    const using = async <T>(url: string, task: (client: pg.Client) => Promise<T>): Promise<T> => {
      const client = new pg.Client(url);
      await client.connect();
      return task(client);
    };
    define({
      kind: 'postgres',
      create: () => server().createDatabase(),
      lock: (url) =>
        using(url, async (client) => {
          await client.query('begin');
          await client.query('lock table request_log, request_log_probe in exclusive mode');
          return () => client.end();
        }),
      query: (url, sql) =>
        using(url, async (client) => {
          const { rows } = await client.query(sql);
          await client.end();
          return rows;
        }),
    });
  });
}

/** Tests with a PostgreSQL server of their own; the function gives it to those that run. */
export function postgresTests(title: string, define: (server: () => TestPostgres) => void): void {
  const wanted = findPostgres() !== undefined || Boolean(process.env.CI);
  if (!wanted) console.warn(`Not run: ${title}. No PostgreSQL was found; run node test/install.ts for help.`);
  describe.runIf(wanted)(wanted ? title : `${title} (not run: no PostgreSQL)`, () => {
    let server: TestPostgres;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server?.remove());
    define(() => server);
  });
}
