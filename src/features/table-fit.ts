import { MAX_CATEGORIES } from './layout.ts';
import { moments } from './numbers.ts';
import type { ResolvedOptions } from './options.ts';
import type { FieldValues, Survey } from './survey.ts';
import { countTexts, increase, mostFrequent, sortedNumbers } from './survey.ts';
import { valuesOf } from './table.ts';
import type { FieldKind, NumberField, OneHotField, TableState } from './types.ts';

/**
 * Learns a table: two columns at most for a number, one for each of a field's values (the 100 most frequent) otherwise, fields in
 * code-unit order. Lists and texts of kind `tokens` have a column a word. Identifiers are left out.
 * `maxColumns` bounds the value columns of all fields together, the most frequent first.
 */
export function fitTable({ rows, fields }: Survey, kinds: ReadonlyMap<string, FieldKind>, options: ResolvedOptions): TableState {
  const state: TableState = { layout: 'table', maxValueLength: options.maxValueLength, fields: [], ignored: [...options.ignored] };
  const ranked: { field: OneHotField; value: string; count: number }[] = [];
  for (const [path, values] of fields) {
    const kind = kinds.get(path) as FieldKind;
    if (kind === 'identifier') {
      state.ignored.push(path);
      continue;
    }
    if (kind === 'number') {
      state.fields.push(numberField(path, sortedNumbers(values), rows));
      continue;
    }
    const counts = valueCounts(kind, values);
    const field: OneHotField = { path, kind, values: [] };
    state.fields.push(field);
    for (const value of mostFrequent(counts, MAX_CATEGORIES)) ranked.push({ field, value, count: counts.get(value) as number });
  }
  ranked.sort((a, b) => b.count - a.count); // stable: fields in order, then values in order
  for (const { field, value } of ranked.slice(0, options.maxColumns)) field.values.push(value);
  return state;
}

function numberField(path: string, sorted: Float64Array, rows: number): NumberField {
  const indicator = sorted.length < rows;
  return { path, kind: 'number', ...(sorted.length > 0 ? moments(sorted) : { mean: 0, deviation: 0 }), indicator };
}

function valueCounts(kind: FieldKind, values: FieldValues): Map<string, number> {
  const counts = new Map(values.items);
  for (const [text, count] of countTexts(values)) {
    for (const value of valuesOf(kind, text)) increase(counts, value, count);
  }
  return counts;
}
