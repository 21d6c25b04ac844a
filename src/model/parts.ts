import { CorruptModelError, show } from '../core/errors.ts';
import { type Container, unpackContainer } from './container.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { TypedArray } from './sections.ts';

/** Header and sections of a model of one type; what they hold is still to be checked. Throws `CORRUPT_MODEL`. */
export function openModel(bytes: Uint8Array, type: string): Container {
  const container = unpackContainer(bytes);
  if (container.header.type !== type)
    throw new CorruptModelError(`not a model of type ${type}: the file holds ${show(container.header.type)}`);
  return container;
}

/** The sections of a model by name. */
export type Sections = ReadonlyMap<string, TypedArray>;

/** A section of a type, and of a length where one is given. Throws `CORRUPT_MODEL`, as all of these do. */
export function section<A extends TypedArray>(sections: Sections, name: string, type: new () => A, length?: number): A {
  const found = sections.get(name);
  if (!(found instanceof type)) throw damaged(`section ${name} missing or of another type`);
  if (length !== undefined && found.length !== length) throw damaged(`section ${name} has ${found.length} values, not ${length}`);
  return found;
}

/** A finite number of a header. */
export function number(header: JsonObject, name: string): number {
  const value = header[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw damaged(`${name} is not a number`);
  return value;
}

/** A count of a header. */
export function whole(header: JsonObject, name: string): number {
  const value = number(header, name);
  if (!Number.isInteger(value) || value < 0) throw damaged(`${name} is not a count`);
  return value;
}

/** A list of a header. */
export function list(header: JsonObject, name: string): readonly JsonValue[] {
  const value = header[name];
  if (!Array.isArray(value)) throw damaged(`${name} is not a list`);
  return value;
}

/** Throws `CORRUPT_MODEL` unless every value is a finite number. */
export function checkFinite(values: Float64Array, name: string): Float64Array {
  if (values.every(Number.isFinite)) return values;
  throw damaged(`section ${name} holds what is no number`);
}

/** The error for a part that is not what a model of its type has. */
export function damaged(what: string): CorruptModelError {
  return new CorruptModelError(`damaged model: ${what}`);
}
