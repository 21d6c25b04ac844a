import { invalidInput, show } from '../core/errors.ts';

/** Anything JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** An object of JSON values; a property that is undefined is left out when written. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * A value as JSON text, its keys in their own order, so that the same value always gives the same text. −0 is written as 0.
 * Throws `INVALID_INPUT` for what JSON would silently turn into something else: NaN, infinities, undefined in an array, functions, symbols, bigints.
 */
export function writeJson(value: JsonValue): string {
  return JSON.stringify(value, function (this: unknown, field: string, item: unknown) {
    const lossy = typeof item === 'number' ? !Number.isFinite(item) : item === undefined ? Array.isArray(this) : NOT_JSON.has(typeof item);
    if (lossy)
      throw invalidInput('value that JSON cannot hold', {
        field,
        expected: 'a finite number, string, boolean, null, array or object',
        received: show(item),
      });
    return item;
  });
}

const NOT_JSON: ReadonlySet<string> = new Set(['function', 'symbol', 'bigint']);

/** Whether a value read from JSON is an object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
