import { CorruptModelError, invalidInput, show } from '../core/errors.ts';
import { copyElements } from './bytes.ts';
import { isJsonObject } from './json.ts';

/** The arrays a section can hold. */
export type TypedArray = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

type TypedArrayConstructor = { readonly name: string; readonly BYTES_PER_ELEMENT: number; new (length: number): TypedArray };

const ARRAYS = new Map<string, TypedArrayConstructor>([
  ['u8', Uint8Array],
  ['u16', Uint16Array],
  ['i32', Int32Array],
  ['u32', Uint32Array],
  ['f32', Float32Array],
  ['f64', Float64Array],
]);
const TYPES = new Map([...ARRAYS].map(([type, array]) => [array.name, type]));

/** One line of a container's table of sections. */
export type SectionEntry = {
  readonly name: string;
  /** u8, u16, i32, u32, f32 or f64. */
  readonly type: string;
  /** Elements. */
  readonly length: number;
  /** Bytes from the start of the sections' area; a multiple of 8. */
  readonly offset: number;
};

/**
 * The table that lays arrays one after the other, each starting at a multiple of 8.
 * Throws `INVALID_INPUT` for a section that is none of the six array types.
 */
export function layOut(arrays: readonly (readonly [string, TypedArray])[]): SectionEntry[] {
  let offset = 0;
  return arrays.map(([name, array]) => {
    const type = TYPES.get(Object.prototype.toString.call(array).slice('[object '.length, -1)); // holds in every realm
    if (type === undefined) throw invalidInput('section', { field: name, expected: [...TYPES.keys()].join(', '), received: show(array) });
    const entry = { name, type, length: array.length, offset };
    offset = align(offset + array.byteLength);
    return entry;
  });
}

/** Writes an array where its entry places it in `area`. */
export function writeSection(array: TypedArray, { offset }: SectionEntry, area: Uint8Array): void {
  const source = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  copyElements(source, area.subarray(offset, offset + source.length), array.BYTES_PER_ELEMENT);
}

/**
 * Copies every section of an unchecked table out of `area`, which the sections must fill one after the other, without gap or rest.
 * Throws {@link CorruptModelError} where they do not; memory is taken only for bytes that are there.
 */
export function readSections(table: readonly unknown[], area: Uint8Array): Map<string, TypedArray> {
  const sections = new Map<string, TypedArray>();
  let next = 0;
  for (const entry of table) {
    if (!isJsonObject(entry)) throw damagedHeader('a section is no object');
    const { name, type, length, offset } = entry;
    if (typeof name !== 'string' || sections.has(name))
      throw damagedHeader(`section name ${show(name)}, expected a string no other section has`);
    const Elements = ARRAYS.get(type as string);
    if (Elements === undefined) throw damagedHeader(`section ${show(name)} has the unknown type ${show(type)}`);
    if (offset !== next) throw damagedHeader(`section ${show(name)} at offset ${show(offset)}, expected ${next}`);
    const size = isLength(length) ? length * Elements.BYTES_PER_ELEMENT : Number.POSITIVE_INFINITY;
    if (size > area.length - next)
      throw damagedHeader(`section ${show(name)} of length ${show(length)} where ${area.length - next} bytes are left`);
    const elements = new Elements(length as number);
    copyElements(area.subarray(next, next + size), new Uint8Array(elements.buffer), Elements.BYTES_PER_ELEMENT);
    sections.set(name, elements);
    next = align(next + size);
  }
  if (next !== area.length) throw damagedHeader(`the sections end at byte ${next} of ${area.length}`);
  return sections;
}

/** The error for a header that does not describe the bytes it came with. */
export function damagedHeader(what: string, options?: ErrorOptions): CorruptModelError {
  return new CorruptModelError(`damaged header: ${what}`, options);
}

/** The next multiple of 8, the number itself included. */
export function align(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function isLength(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
