import { widthOf } from './table.ts';
import type { ColumnDescription, EncoderState } from './types.ts';
import { parseToken } from './vocabulary.ts';

/** What column `column` (from 0) stands for in the rows of the encoder with this state. */
export function describeColumn(state: EncoderState, column: number): ColumnDescription {
  if (state.layout === 'presence') return column < state.paths.length ? { field: state.paths[column], family: 'name' } : RARE;
  if (state.layout === 'tokens') {
    const token = parseToken(state.tokens[column] ?? '');
    if (token === undefined) return RARE;
    const { field, family, value } = token;
    return family === 'name' ? { field, family } : { field, family, value };
  }
  let place = column;
  for (const field of state.fields) {
    if (place < widthOf(field)) {
      if (field.kind !== 'number') return { field: field.path, family: 'value', value: field.values[place] };
      return { field: field.path, family: place === 0 ? 'number' : 'name' };
    }
    place -= widthOf(field);
  }
  return RARE;
}

const RARE: ColumnDescription = { field: '', family: 'rare' };
