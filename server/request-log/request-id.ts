import { randomUUID } from 'node:crypto';

/** What is accepted of clients: enough for every usual kind of id, nothing that a log or a header could misread. */
export const CLIENT_REQUEST_ID = /^[\w.:/+=-]{1,128}$/;

/**
 * A new id: a UUID of version 7 (RFC 9562), whose first 48 bits are the time. Ids sort by time as text and as PostgreSQL's uuid.
 * @param time milliseconds since 1970
 */
export function newRequestId(time: number): string {
  return `${timeDigits(time)}-7${randomUUID().slice(15)}`;
}

/** The least id of a time: ids of earlier milliseconds are less, those of later ones greater. */
export function leastRequestId(time: number): string {
  return `${timeDigits(time)}-7000-8000-000000000000`;
}

/** The time in an id, in milliseconds since 1970. */
export function timeOfRequestId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The id that a client gave its request; null where it is missing or not well formed. */
export function clientRequestId(header: string | undefined): string | null {
  return header !== undefined && CLIENT_REQUEST_ID.test(header) ? header : null;
}

function timeDigits(time: number): string {
  const digits = Math.min(Math.max(time, 0), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}
