import { CsrBuilder } from './csr-builder.ts';
import { flatten } from './flatten.ts';
import type { Encoder, PresenceState } from './types.ts';

/** The encoder that tells only which fields are there: 1 where present, fields not seen in training left out. */
export function presenceEncoder(state: PresenceState): Encoder {
  const columnOf = new Map(state.paths.map((path, column) => [path, column]));
  const columns = Math.max(1, state.paths.length);
  return {
    state,
    layout: 'presence',
    columns,
    describeColumn: (column) =>
      column < state.paths.length ? { field: state.paths[column], family: 'name' } : { field: '', family: 'rare' },
    encode: (records) => {
      const rows = new CsrBuilder(records.length, columns);
      for (const record of records) {
        for (const path of flatten(record, 1).paths) {
          const column = columnOf.get(path);
          if (column !== undefined) rows.add(column, 1);
        }
        rows.endRow(false);
      }
      return rows.finish();
    },
  };
}
