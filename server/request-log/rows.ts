import { bodyText, isJson } from './body-text.ts';
import type { LoggedBody, LoggedRequest, RecordedBody, RequestEntry } from './entry.ts';
import { timeOfRequestId } from './request-id.ts';
import type { RequestRow } from './tables.ts';

/** What a row keeps of a body, without the prefix of its columns. */
interface BodyColumns {
  readonly bytes: number | null;
  readonly body: string | null;
  readonly base64: number;
  readonly json: number;
  readonly truncated: number;
}

/** The row of an entry. */
export function toRow(entry: RequestEntry): RequestRow {
  const request = bodyColumns(entry.request);
  const response = bodyColumns(entry.response);
  return {
    id: entry.id,
    client_request_id: entry.clientRequestId,
    method: entry.method,
    path: entry.path,
    route: entry.route,
    model: entry.model,
    version: entry.version,
    status: entry.status,
    code: entry.code,
    time_ms: timeOfRequestId(entry.id),
    duration_us: entry.durationMicros,
    content_type: entry.contentType,
    user_agent: entry.userAgent,
    request_bytes: request.bytes,
    request_body: request.body,
    request_base64: request.base64,
    request_json: request.json,
    request_truncated: request.truncated,
    response_bytes: response.bytes,
    response_body: response.body,
    response_base64: response.base64,
    response_json: response.json,
    response_truncated: response.truncated,
  };
}

/** @param row without the bodies where they were not asked for */
export function fromRow(row: Omit<RequestRow, 'request_body' | 'response_body'> & Partial<RequestRow>): LoggedRequest {
  return {
    id: row.id,
    clientRequestId: row.client_request_id,
    time: new Date(row.time_ms).toISOString(),
    durationMs: row.duration_us / 1000,
    method: row.method,
    path: row.path,
    route: row.route,
    model: row.model,
    version: row.version,
    status: row.status,
    code: row.code,
    contentType: row.content_type,
    userAgent: row.user_agent,
    request: loggedBody(row.request_bytes, row.request_body, row.request_base64, row.request_json, row.request_truncated),
    response: loggedBody(row.response_bytes, row.response_body, row.response_base64, row.response_json, row.response_truncated),
  };
}

function bodyColumns({ bytes, kept, truncated }: RecordedBody): BodyColumns {
  if (kept === null) return { bytes, body: null, base64: 0, json: 0, truncated: Number(truncated) };
  const { text, encoding } = bodyText(kept, truncated);
  const json = encoding === 'utf8' && !truncated && isJson(text);
  return { bytes, body: text, base64: Number(encoding === 'base64'), json: Number(json), truncated: Number(truncated) };
}

function loggedBody(bytes: number | null, body: string | null | undefined, base64: number, json: number, truncated: number): LoggedBody {
  return { bytes, body, encoding: base64 ? 'base64' : 'utf8', json: json === 1, truncated: truncated === 1 };
}
