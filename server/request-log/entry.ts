/** What is recorded of one body. */
export interface RecordedBody {
  /** Its length, where it is known: a body that was refused unread may not have told. */
  readonly bytes: number | null;
  /** Its beginning, up to the limit of the log: all of it unless `truncated`. Null where it was not read, or there is none. */
  readonly kept: Uint8Array | null;
  readonly truncated: boolean;
}

/** One request and its answer, as the service records them. Of the headers only the two named here are kept. */
export interface RequestEntry {
  /** As `newRequestId` makes it; it holds the time, too. */
  readonly id: string;
  /** The `X-Request-Id` that the client sent, where it is well formed. */
  readonly clientRequestId: string | null;
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  /** The path of the route in the API's description; null where there is no such route. */
  readonly route: string | null;
  readonly model: string | null;
  readonly version: number | null;
  readonly status: number;
  /** The problem's code, where the answer is a problem. */
  readonly code: string | null;
  /** From the request's arrival until its answer was ready to be recorded, in microseconds. */
  readonly durationMicros: number;
  readonly contentType: string | null;
  readonly userAgent: string | null;
  readonly request: RecordedBody;
  readonly response: RecordedBody;
}

/** A body as the log gives it back. */
export interface LoggedBody {
  readonly bytes: number | null;
  /** Text, or base64 where the bytes are no UTF-8 or contain NUL. Null where nothing was kept; left out where bodies were not asked for. */
  readonly body?: string | null;
  readonly encoding: 'utf8' | 'base64';
  /** Whether all of it was kept and is JSON. */
  readonly json: boolean;
  readonly truncated: boolean;
}

/** A request and its answer as the log gives them back. */
export interface LoggedRequest extends Omit<RequestEntry, 'durationMicros' | 'request' | 'response'> {
  /** When it arrived, in ISO 8601 with milliseconds, UTC. */
  readonly time: string;
  readonly durationMs: number;
  readonly request: LoggedBody;
  readonly response: LoggedBody;
}

/** Which requests are wanted; those that fulfil all that is given. */
export interface RequestFilter {
  readonly id?: string;
  readonly clientRequestId?: string;
  /** Milliseconds since 1970, inclusive. */
  readonly from?: number;
  /** Milliseconds since 1970, exclusive. */
  readonly to?: number;
  readonly route?: string;
  readonly model?: string;
  readonly version?: number;
  /** Least and most status, both inclusive. */
  readonly status?: readonly [number, number];
  /** Only requests older than the one with this id. */
  readonly before?: string;
  /** Most requests in the answer. */
  readonly limit: number;
  readonly bodies: boolean;
}
