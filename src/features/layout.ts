import type { Survey } from './survey.ts';
import { countTexts } from './survey.ts';
import type { FieldKind, Layout } from './types.ts';

/** Most values of one field that get a column each in the table layout. */
export const MAX_CATEGORIES = 100;
const MAX_TABLE_COLUMNS = 256;
const MOSTLY_FILLED = 0.75;

/**
 * The layout for these fields: `table` when the records are like a data table, `tokens` otherwise. Like a data table means:
 * - every field is a number, a boolean or a category of at most 100 values; identifiers may stand beside these, a table leaves them out;
 * - that makes from 1 to 256 columns;
 * - the fields are filled in three of four cells on average.
 */
export function chooseLayout({ rows, fields }: Survey, kinds: ReadonlyMap<string, FieldKind>): Layout {
  let columns = 0;
  let cells = 0;
  for (const [path, values] of fields) {
    const kind = kinds.get(path);
    cells += values.present;
    if (kind === 'identifier') continue;
    if (kind !== 'number' && kind !== 'boolean' && kind !== 'category') return 'tokens';
    const width = kind === 'number' ? 1 : countTexts(values).size;
    if (width > MAX_CATEGORIES || values.lists > 0) return 'tokens';
    columns += width;
  }
  const filled = cells >= MOSTLY_FILLED * rows * fields.size;
  return filled && columns >= 1 && columns <= MAX_TABLE_COLUMNS ? 'table' : 'tokens';
}
