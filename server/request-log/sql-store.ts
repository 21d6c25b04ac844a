import type { SelectQueryBuilder } from 'kysely';
import type { RequestFilter } from './entry.ts';
import { leastRequestId } from './request-id.ts';
import type { RequestStore } from './request-log.ts';
import { fromRow, toRow } from './rows.ts';
import { type Database, PROBE_TABLE, REQUEST_TABLE, type RequestRow, type Tables } from './tables.ts';

const COLUMNS = [
  'id',
  'client_request_id',
  'method',
  'path',
  'route',
  'model',
  'version',
  'status',
  'code',
  'time_ms',
  'duration_us',
  'content_type',
  'user_agent',
  'request_bytes',
  'request_base64',
  'request_json',
  'request_truncated',
  'response_bytes',
  'response_base64',
  'response_json',
  'response_truncated',
] as const satisfies (keyof RequestRow)[];

/** The log in a database that {@link migrate} has brought up to date. Every write is one statement, and so one transaction. */
export function createSqlStore(database: Database): RequestStore {
  return {
    async insert(entries) {
      await database.insertInto(REQUEST_TABLE).values(entries.map(toRow)).execute();
    },
    async probe() {
      const time_ms = Date.now();
      await database
        .insertInto(PROBE_TABLE)
        .values({ id: 1, time_ms })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ time_ms }))
        .execute();
    },
    async find(filter) {
      const plain = restricted(database.selectFrom(REQUEST_TABLE).select(COLUMNS), filter);
      const query = filter.bodies ? plain.select(['request_body', 'response_body']) : plain;
      const rows = await query.orderBy('id', 'desc').limit(filter.limit).execute();
      return rows.map(fromRow);
    },
    async deleteBefore(id, limit) {
      const oldest = database.selectFrom(REQUEST_TABLE).select('id').where('id', '<', id).orderBy('id').limit(limit);
      const { numDeletedRows } = await database.deleteFrom(REQUEST_TABLE).where('id', 'in', oldest).executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
    close: () => database.destroy(),
  };
}

type Query<Selected> = SelectQueryBuilder<Tables, typeof REQUEST_TABLE, Selected>;

function restricted<Selected>(query: Query<Selected>, filter: RequestFilter): Query<Selected> {
  const { id, clientRequestId, from, to, route, model, version, status, before } = filter;
  let found = query;
  if (id !== undefined) found = found.where('id', '=', id);
  if (clientRequestId !== undefined) found = found.where('client_request_id', '=', clientRequestId);
  if (from !== undefined) found = found.where('id', '>=', leastRequestId(from));
  if (to !== undefined) found = found.where('id', '<', leastRequestId(to));
  if (before !== undefined) found = found.where('id', '<', before);
  if (route !== undefined) found = found.where('route', '=', route);
  if (model !== undefined) found = found.where('model', '=', model);
  if (version !== undefined) found = found.where('version', '=', version);
  if (status !== undefined) found = found.where('status', '>=', status[0]).where('status', '<=', status[1]);
  return found;
}
