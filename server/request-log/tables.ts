import type { Kysely } from 'kysely';

/** Names that may stand beside other applications' tables in one database. */
export const REQUEST_TABLE = 'request_log';
export const PROBE_TABLE = 'request_log_probe';

/** A row of the request table. Truth values are 0 and 1, in either database; `id` holds the time. */
export interface RequestRow {
  readonly id: string;
  readonly client_request_id: string | null;
  readonly method: string;
  readonly path: string;
  readonly route: string | null;
  readonly model: string | null;
  readonly version: number | null;
  readonly status: number;
  readonly code: string | null;
  readonly time_ms: number;
  readonly duration_us: number;
  readonly content_type: string | null;
  readonly user_agent: string | null;
  readonly request_bytes: number | null;
  readonly request_body: string | null;
  readonly request_base64: number;
  readonly request_json: number;
  readonly request_truncated: number;
  readonly response_bytes: number | null;
  readonly response_body: string | null;
  readonly response_base64: number;
  readonly response_json: number;
  readonly response_truncated: number;
}

export interface Tables {
  readonly [REQUEST_TABLE]: RequestRow;
  readonly [PROBE_TABLE]: { readonly id: number; readonly time_ms: number };
}

export type Database = Kysely<Tables>;
