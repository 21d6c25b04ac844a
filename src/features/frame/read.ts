import { invalidInput, show } from '../../core/errors.ts';
import type { ElementRecord } from '../../core/types.ts';
import { createPuller, type FieldValues, type Puller } from './pull.ts';
import type { CategoryField, Frame, FrameField } from './types.ts';
import { isMissing, levelOf, MAX_SIZE, numberOf } from './values.ts';

/**
 * Reads the fields of a frame: a number as it is, a category as the index of its level, others that share a level after the last. What is missing
 * is NaN, and so is a level that is not known where that is ignored.
 */
export interface FrameReader {
  /**
   * One column a field, as long as there are records.
   * @throws `INVALID_INPUT` naming row and field.
   */
  columns(records: readonly ElementRecord[]): Float64Array[];
  /** The fields of one record, as {@link FrameReader.columns} has them. Throws `INVALID_INPUT`. */
  row(record: ElementRecord): Float64Array;
  /** Columns and targets together. Throws `INVALID_INPUT`. */
  both(records: readonly ElementRecord[]): { columns: Float64Array[]; targets: Float64Array };
  /** The column of the field at a position, from its values; undefined stands for values that are all missing. Throws `INVALID_INPUT`. */
  column(position: number, values: FieldValues | undefined, rows: number): Float64Array;
  /** The targets, from their values. Throws `INVALID_INPUT`. */
  targets(values: FieldValues | undefined, rows: number): Float64Array;
}

/** A reader of records as a frame has them. */
export function openFrame(frame: Frame): FrameReader {
  const { fields, ignored, target, unknown } = frame;
  const strict = unknown === 'error';
  const readers = fields.map((field) => valueReader(field, strict));
  const places = new Map(fields.map(({ name }, i) => [name, i]));
  const known = new Set([...places.keys(), ...ignored, target]);
  const check = (name: string, row: number): void => {
    if (strict && !known.has(name)) throw unknownField(known, row, name);
  };
  const pull = (records: readonly ElementRecord[], targetToo: boolean): Puller['fields'] => {
    const puller = createPuller(records, (name, row) => {
      check(name, row);
      return places.has(name) || (targetToo && name === target);
    });
    puller.take(0, records.length);
    return puller.fields;
  };
  const reader: FrameReader = {
    column: (position, values, rows) => readColumn(values, rows, readers[position]),
    targets: (values, rows) => readColumn(values, rows, (value, row) => numberOf(value) ?? refuse(target, row, value, A_NUMBER)),
    columns(records) {
      const values = pull(records, false);
      return fields.map(({ name }, position) => reader.column(position, values.get(name), records.length));
    },
    both(records) {
      const values = pull(records, true);
      const columns = fields.map(({ name }, position) => reader.column(position, values.get(name), records.length));
      return { columns, targets: reader.targets(values.get(target), records.length) };
    },
    row(record) {
      const values: unknown[] = new Array(fields.length).fill(undefined);
      for (const name of Object.keys(record)) {
        const place = places.get(name);
        if (place !== undefined) values[place] = record[name];
        else check(name, 0);
      }
      const row = new Float64Array(fields.length);
      for (let i = 0; i < row.length; i++) row[i] = readers[i](values[i], 0);
      return row;
    },
  };
  return reader;
}

const A_NUMBER = `a number of at most ${MAX_SIZE} in size`;

type ReadValue = (value: unknown, row: number) => number;

function readColumn(values: FieldValues | undefined, rows: number, read: ReadValue): Float64Array {
  const column = new Float64Array(rows);
  for (let row = 0; row < rows; row++) column[row] = read(values?.[row], row);
  return column;
}

function valueReader(field: FrameField, strict: boolean): ReadValue {
  const missingToo = field.missing || !strict;
  return field.kind === 'number' ? numberReader(field.name, missingToo) : levelReader(field, missingToo, strict);
}

function numberReader(name: string, missingToo: boolean): ReadValue {
  return (value, row) => numberOf(value) ?? (missingToo && isMissing(value) ? Number.NaN : refuse(name, row, value, A_NUMBER));
}

function levelReader({ name, levels, others }: CategoryField, missingToo: boolean, strict: boolean): ReadValue {
  const indices = new Map(levels.map((level, i) => [level, i]));
  const unknown = others ? levels.length : strict ? undefined : Number.NaN;
  return (value, row) => {
    if (missingToo && isMissing(value)) return Number.NaN;
    const level = isMissing(value) ? undefined : levelOf(value);
    if (level === undefined) return refuse(name, row, value, 'a text, number or boolean');
    return (
      indices.get(level) ?? unknown ?? refuse(name, row, value, `one of ${levels.slice(0, 12).join(', ')}${levels.length > 12 ? ' …' : ''}`)
    );
  };
}

function refuse(field: string, row: number, value: unknown, expected: string): never {
  const missing = isMissing(value);
  throw invalidInput(missing ? 'missing value' : 'invalid value', { row, field, expected, received: missing ? 'nothing' : show(value) });
}

function unknownField(known: ReadonlySet<string>, row: number, field: string): Error {
  return invalidInput('unknown field', { row, field, expected: `only ${[...known].sort().join(', ')}`, received: show(field) });
}
