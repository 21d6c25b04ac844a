import type { ElementRecord } from '../core/types.ts';
import { shorten } from './text.ts';

/** Objects and arrays nested deeper than this count as present without a value. */
export const MAX_DEPTH = 8;
/** Most keys and array items read from one record; of more, those first in key order. */
export const MAX_VALUES = 1000;
/** Keys longer than this are shortened. */
export const MAX_KEY_LENGTH = 128;

/** A field's value: text (booleans as `true` and `false`), a finite number, or the items of an array as text. */
export type Leaf = string | number | readonly string[];

/** The fields of a record, each once: `leaves[i]` is the value at `paths[i]`. */
export interface Fields {
  readonly paths: string[];
  readonly leaves: Leaf[];
}

/**
 * The fields of a record, in no particular order.
 *
 * - Paths are keys joined by dots: `{a: {b: 1}}` → `a.b`. In a key, `\` and `.` are written `\\` and `\.`, and `[]` at its end `\[]`.
 * - An array's scalars become the list of its path; its objects and arrays lie under `path[]`, where every field is a list.
 * - null, undefined, NaN, ±Infinity, functions and symbols are missing; '' is present; `{}` and `[]` are present without items.
 * - Other types as JSON has them: dates as ISO text, anything with `toJSON` by that; a bigint is a number, a typed array an array.
 *
 * Strings are cut to `maxLength` code units. Hostile records are cut (see the constants above); a getter that throws is a missing value.
 */
export function flatten(record: ElementRecord, maxLength: number): Fields {
  const walk: Walk = { paths: [], leaves: [], left: MAX_VALUES, maxLength, sorted: false };
  walkObject(walk, record, '', 0, false);
  if (walk.left >= 0) return walk;
  // Too many values: read again in key order, so that the cut does not depend on the order of the record's keys.
  const again: Walk = { paths: [], leaves: [], left: MAX_VALUES, maxLength, sorted: true };
  walkObject(again, record, '', 0, false);
  return again;
}

interface Walk extends Fields {
  /** How many values may still be read; below 0 when some were left out. */
  left: number;
  readonly maxLength: number;
  readonly sorted: boolean;
}

function walkObject(walk: Walk, object: object, prefix: string, depth: number, listed: boolean): boolean {
  const keys = Object.keys(object);
  if (walk.sorted) keys.sort();
  for (const key of keys) {
    if (--walk.left < 0) break;
    try {
      visit(walk, asJson((object as ElementRecord)[key]), prefix + escapeKey(key), depth, listed);
    } catch {
      // A getter, proxy or toJSON that throws: a missing value.
    }
  }
  return keys.length > 0;
}

function walkArray(walk: Walk, array: ArrayLike<unknown>, path: string, depth: number): void {
  list(walk, path);
  for (let i = 0; i < array.length; i++) {
    if (--walk.left < 0) break;
    const item = asJson(array[i]);
    visit(walk, item, typeof item === 'object' ? `${path}[]` : path, depth, true);
  }
}

function visit(walk: Walk, value: unknown, path: string, depth: number, listed: boolean): void {
  if (typeof value === 'string') emit(walk, path, value.length > walk.maxLength ? value.slice(0, walk.maxLength) : value, listed);
  else if (typeof value === 'boolean') emit(walk, path, String(value), listed);
  else if (typeof value === 'number' || typeof value === 'bigint') {
    const number = Number(value) + 0; // −0 is 0
    if (Number.isFinite(number)) emit(walk, path, number, listed);
  } else if (typeof value === 'object' && value !== null) {
    if (depth === MAX_DEPTH) list(walk, path);
    else if (Array.isArray(value) || ArrayBuffer.isView(value)) walkArray(walk, value as ArrayLike<unknown>, path, depth + 1);
    else if (!walkObject(walk, value, `${path}.`, depth + 1, listed)) list(walk, path);
  }
}

/** An object with `toJSON` as what that gives; everything else as it is. */
function asJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' ? toJSON.call(value) : value;
}

function emit(walk: Walk, path: string, value: string | number, listed: boolean): void {
  if (listed) list(walk, path).push(String(value));
  else add(walk, path, value);
}

/** The list at a path, made where there is none. */
function list(walk: Walk, path: string): string[] {
  const found = walk.leaves[walk.paths.indexOf(path)];
  if (Array.isArray(found)) return found;
  const made: string[] = [];
  add(walk, path, made);
  return made;
}

function add(walk: Walk, path: string, leaf: Leaf): void {
  walk.paths.push(path);
  walk.leaves.push(leaf);
}

/** Keys as parts of paths: they are the same few, mostly. */
const escaped = new Map<string, string>();
const MOST_ESCAPED = 1024;

function escapeKey(key: string): string {
  const known = escaped.get(key);
  if (known !== undefined) return known;
  const plain = key.length <= MAX_KEY_LENGTH && !key.includes('.') && !key.includes('\\') && !key.endsWith('[]');
  const part = plain ? key : shorten(key, MAX_KEY_LENGTH).replace(/[\\.]|\[\]$/g, '\\$&');
  if (escaped.size < MOST_ESCAPED && key.length <= MAX_KEY_LENGTH) escaped.set(key, part);
  return part;
}
