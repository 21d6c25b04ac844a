import { scatter, withoutZeros } from '../estimators/update/row.ts';
import { type Sections, section } from './parts.ts';
import type { TypedArray } from './sections.ts';
import { packSparse, readSparse } from './sparse-rows.ts';

/** `count` dense vectors as section `…s` (f32), or without their zeros, see {@link packSparse}, where that is less. */
export function packVectors(prefix: string, vectors: Float32Array, count: number): Record<string, TypedArray> {
  let filled = 0;
  for (let i = 0; i < vectors.length; i++) if (vectors[i] !== 0) filled++; // no callback: there may be millions
  if (filled * 2 >= vectors.length) return { [`${prefix}s`]: vectors };
  const columns = vectors.length / count;
  return packSparse(
    prefix,
    Array.from({ length: count }, (_, i) => withoutZeros(null, vectors.subarray(i * columns, (i + 1) * columns))),
  );
}

/** What {@link packVectors} wrote. Throws `CORRUPT_MODEL` for anything else. */
export function readVectors(sections: Sections, prefix: string, count: number, columns: number): Float32Array {
  if (sections.has(`${prefix}s`)) return section(sections, `${prefix}s`, Float32Array, count * columns);
  const vectors = new Float32Array(count * columns);
  readSparse(sections, prefix, count, columns).forEach((row, i) => {
    scatter(row, vectors.subarray(i * columns, (i + 1) * columns));
  });
  return vectors;
}
