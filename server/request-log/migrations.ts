import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { type Database, PROBE_TABLE, REQUEST_TABLE } from './tables.ts';

/** The type of ids, which either database must sort by their bytes. */
export type IdType = 'text' | 'uuid';

/**
 * Brings the tables up to date in one transaction; safe when several processes do it at once.
 * Throws where it fails, and where a newer version of the service has been here: nothing has changed then.
 */
export async function migrate(database: Database, idType: IdType): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations(idType) },
    migrationTableName: `${REQUEST_TABLE}_migration`,
    migrationLockTableName: `${REQUEST_TABLE}_migration_lock`,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** What has been released never changes: a change of the tables is a further entry, whose name sorts after the last. */
function migrations(idType: IdType): Record<string, Migration> {
  return { '001-requests': { up: (database) => createTables(database, idType) } };
}

async function createTables(database: Kysely<unknown>, idType: IdType): Promise<void> {
  await database.schema
    .createTable(REQUEST_TABLE)
    .addColumn('id', idType, (column) => column.primaryKey().notNull())
    .addColumn('client_request_id', 'text')
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('route', 'text')
    .addColumn('model', 'text')
    .addColumn('version', 'bigint')
    .addColumn('status', 'integer', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('time_ms', 'bigint', (column) => column.notNull())
    .addColumn('duration_us', 'bigint', (column) => column.notNull())
    .addColumn('content_type', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('request_bytes', 'bigint')
    .addColumn('request_body', 'text')
    .addColumn('request_base64', 'integer', (column) => column.notNull())
    .addColumn('request_json', 'integer', (column) => column.notNull())
    .addColumn('request_truncated', 'integer', (column) => column.notNull())
    .addColumn('response_bytes', 'bigint')
    .addColumn('response_body', 'text')
    .addColumn('response_base64', 'integer', (column) => column.notNull())
    .addColumn('response_json', 'integer', (column) => column.notNull())
    .addColumn('response_truncated', 'integer', (column) => column.notNull())
    .execute();
  // each ends with the id, in whose order pages are read
  for (const column of ['route', 'model', 'status', 'client_request_id']) {
    await database.schema.createIndex(`${REQUEST_TABLE}_by_${column}`).on(REQUEST_TABLE).columns([column, 'id']).execute();
  }
  await database.schema
    .createTable(PROBE_TABLE)
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('time_ms', 'bigint', (column) => column.notNull())
    .execute();
}
