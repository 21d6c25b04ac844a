/**
 * The container of every model file: a header of JSON and named sections of numbers in one array of bytes.
 * All integers and numbers are little-endian, on every machine. The same header and sections always give the same bytes.
 *
 *     byte 0  ┌───────────────────┐
 *             │ magic             │  8 bytes, 89 45 43 4D 0D 0A 1A 0A: "ECM" between a byte that is no ASCII and line ends that
 *          8  ├───────────────────┤  a copy in text mode would change
 *             │ format version    │  u32, 1
 *         12  ├───────────────────┤
 *             │ header length H   │  u32, bytes
 *         16  ├───────────────────┤
 *             │ file length N     │  u64, bytes, everything counted
 *         24  ├───────────────────┤
 *             │ header            │  H bytes of JSON in UTF-8, without byte order mark
 *     24 + H  ├───────────────────┤
 *             │ zeros             │  up to S, the next multiple of 8
 *          S  ├───────────────────┤
 *             │ section 0, zeros  │  zeros up to the next multiple of 8 after each section
 *             │ section 1, zeros  │
 *             │ …                 │
 *     N − 32  ├───────────────────┤
 *             │ checksum          │  SHA-256 of all bytes before it
 *          N  └───────────────────┘
 *
 * The header is `{"header": …, "sections": [{"name", "type", "length", "offset"}, …]}`: first what the caller gave, then the table of sections
 * in file order. `type` is one of u8, u16, i32, u32, f32, f64; `length` counts elements; `offset` counts bytes from S. Names differ.
 */

import { CorruptModelError } from '../core/errors.ts';
import { checkBytes } from './bytes.ts';
import { isJsonObject, type JsonObject, writeJson } from './json.ts';
import { align, damagedHeader, layOut, readSections, type TypedArray, writeSection } from './sections.ts';
import { sha256 } from './sha256.ts';

/** A container, read. */
export interface Container {
  /** Format version the bytes were written in. */
  readonly version: number;
  /** What the writer gave as the header. It comes from outside: check it before use, and mind that `__proto__` may be a key of its own. */
  readonly header: JsonObject;
  /** The sections in file order, each with memory of its own. */
  readonly sections: Map<string, TypedArray>;
}

const MAGIC = Uint8Array.of(0x89, 0x45, 0x43, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a);
const VERSION = 1;
const PREAMBLE = 24;
const CHECKSUM = 32;

/**
 * Packs a header and sections into bytes; see the layout above. Nothing given is kept or changed.
 *
 * @param header JSON values; NaN, infinities and the like are refused, see {@link writeJson}
 * @param sections arrays by name, in the order they shall have in the file; any names, any lengths, 0 too
 * @returns the bytes, in a buffer of their own
 * @throws `INVALID_INPUT` for a header JSON cannot hold and for a section that is none of the six array types
 */
export function packContainer(
  header: JsonObject,
  sections: ReadonlyMap<string, TypedArray> | Readonly<Record<string, TypedArray>>,
): Uint8Array {
  const arrays = sections instanceof Map ? [...sections] : Object.entries<TypedArray>(sections as Record<string, TypedArray>);
  const table = layOut(arrays);
  const json = new TextEncoder().encode(writeJson({ header, sections: table }));
  const start = align(PREAMBLE + json.length);
  const end = start + arrays.reduce((sum, [, array]) => sum + align(array.byteLength), 0);
  const bytes = new Uint8Array(end + CHECKSUM);
  const view = viewOf(bytes);
  bytes.set(MAGIC);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, json.length, true);
  view.setBigUint64(16, BigInt(bytes.length), true);
  bytes.set(json, PREAMBLE);
  for (const [i, [, array]] of arrays.entries()) writeSection(array, table[i], bytes.subarray(start, end));
  bytes.set(sha256(bytes.subarray(0, end)), end);
  return bytes;
}

/**
 * Reads what {@link packContainer} wrote. Everything is checked before it is used, and no memory is taken that the bytes do not fill.
 *
 * @param bytes exactly one container; may be a view at any offset; not kept
 * @throws `CORRUPT_MODEL` ({@link CorruptModelError}) whose message begins with what is wrong: `not a model`, `cut short`, `trailing bytes`,
 *   `checksum mismatch`, `newer format version`, `unknown format version` or `damaged header`; `INVALID_INPUT` for what is no Uint8Array
 */
export function unpackContainer(bytes: Uint8Array): Container {
  const version = checkFrame(checkBytes(bytes));
  const end = bytes.length - CHECKSUM;
  const jsonEnd = PREAMBLE + viewOf(bytes).getUint32(12, true);
  const start = align(jsonEnd);
  if (start > end) throw damagedHeader(`${jsonEnd - PREAMBLE} bytes long in a file of ${bytes.length}`);
  const json = readJson(bytes.subarray(PREAMBLE, jsonEnd));
  if (!isJsonObject(json) || !isJsonObject(json.header) || !Array.isArray(json.sections))
    throw damagedHeader('header or table of sections missing');
  return { version, header: json.header, sections: readSections(json.sections, bytes.subarray(start, end)) };
}

/** Checks all that the JSON has no part in: magic, version, length and checksum. Returns the version. */
function checkFrame(bytes: Uint8Array): number {
  const differs = MAGIC.findIndex((byte, i) => i < bytes.length && bytes[i] !== byte);
  if (differs >= 4) throw new CorruptModelError('not a model any more: its line ends were changed, as by a copy in text mode');
  if (differs >= 0) throw new CorruptModelError('not a model: the bytes do not begin with the signature of one');
  if (bytes.length < PREAMBLE + CHECKSUM) throw new CorruptModelError(`cut short: ${bytes.length} bytes, fewer than any model has`);
  const view = viewOf(bytes);
  const version = view.getUint32(8, true);
  if (version > VERSION)
    throw new CorruptModelError(`newer format version: ${version}, and this release of the library reads up to ${VERSION}`);
  if (version === 0) throw new CorruptModelError('unknown format version: 0');
  const stated = view.getBigUint64(16, true);
  if (bytes.length < stated) throw new CorruptModelError(`cut short: ${bytes.length} of ${stated} bytes`);
  if (bytes.length > stated) throw new CorruptModelError(`trailing bytes: ${bytes.length} where the model has ${stated}`);
  const end = bytes.length - CHECKSUM;
  const checksum = sha256(bytes.subarray(0, end));
  if (checksum.some((byte, i) => byte !== bytes[end + i]))
    throw new CorruptModelError('checksum mismatch: bytes were changed after they were written');
  return version;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw damagedHeader('not JSON in UTF-8', { cause });
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
