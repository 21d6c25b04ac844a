import type { SparseRows } from '../../src/index.ts';

/** Dense rows without their zeros. */
export function sparse(rows: number[][]): SparseRows {
  const filled = rows.map((row) => row.flatMap((one, column) => (one === 0 ? [] : [[column, one] as const])));
  const offsets = [0];
  for (const row of filled) offsets.push(offsets[offsets.length - 1] + row.length);
  const entries = filled.flat();
  return {
    values: entries.map(([, one]) => one),
    indices: entries.map(([column]) => column),
    offsets,
    rows: rows.length,
    columns: rows[0].length,
  };
}
