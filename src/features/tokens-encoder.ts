import type { ElementRecord } from '../core/types.ts';
import { CsrBuilder } from './csr-builder.ts';
import { fieldSetNamer, isIgnored } from './field-paths.ts';
import type { Leaf } from './flatten.ts';
import { flatten } from './flatten.ts';
import { tokenise } from './tokenise.ts';
import type { Encoder, Family, TokenFieldState, TokensState } from './types.ts';
import { FAMILIES } from './types.ts';
import type { TokenGroup, Vocabulary } from './vocabulary.ts';
import { parseToken, vocabularyOf } from './vocabulary.ts';

/** Most texts of one field whose cells are kept at hand while records are encoded. */
const MAX_REMEMBERED = 4096;

/**
 * The encoder into cosine space: every token of a record adds its amount to its column, once, then the row is scaled to length 1.
 * Rare and unseen tokens, those of unseen fields too, take their share of the length in the overflow columns.
 * A record without fields has the one token of the empty set of fields. With all its families' weights 0 a row is empty.
 */
export function tokensEncoder(state: TokensState): Encoder {
  const vocabulary = vocabularyOf(state);
  const known = new Map(state.fields.map((field) => [field.path, field]));
  const keys = vocabulary.group('keys', '');

  const fieldWriter = (path: string, rows: CsrBuilder): FieldWriter | undefined => {
    if (isIgnored(path, state.ignored)) return undefined;
    return new FieldWriter(known.get(path) ?? { path, kind: 'category', common: false }, vocabulary, rows);
  };

  const encodeRecord = (record: ElementRecord, rows: CsrBuilder, writers: Map<string, FieldWriter | undefined>): string[] => {
    const { paths, leaves } = flatten(record, state.maxValueLength);
    const kept: string[] = [];
    for (let i = 0; i < paths.length; i++) {
      if (!writers.has(paths[i])) writers.set(paths[i], fieldWriter(paths[i], rows));
      const writer = writers.get(paths[i]);
      if (writer === undefined) continue;
      writer.write(leaves[i]);
      kept.push(paths[i]);
    }
    return kept;
  };

  return {
    state,
    layout: 'tokens',
    columns: vocabulary.columns,
    describeColumn: (column) => {
      const token = parseToken(state.tokens[column] ?? '');
      if (token === undefined) return { field: '', family: 'rare' };
      const { field, family, value } = token;
      return family === 'name' ? { field, family } : { field, family, value };
    },
    encode: (records) => {
      const rows = new CsrBuilder(records.length, vocabulary.columns);
      const writers = new Map<string, FieldWriter | undefined>();
      const nameOf = fieldSetNamer();
      for (const record of records) {
        const column = vocabulary.columnOf(keys, nameOf(encodeRecord(record, rows, writers)));
        rows.add(column, vocabulary.amountOf(keys, column, 1));
        rows.endRow(true);
      }
      return rows.finish();
    },
  };
}

/** Columns of the tokens of one text, and what each adds there. */
interface Cells {
  readonly columns: number[];
  readonly amounts: number[];
}

/** Writes the tokens of one field into the current row; texts that repeat are tokenised once. */
class FieldWriter {
  readonly #field: TokenFieldState;
  readonly #vocabulary: Vocabulary;
  readonly #rows: CsrBuilder;
  readonly #groups: Record<Family, TokenGroup>;
  readonly #remembered = new Map<string, Cells>();
  /** Where the cells of the text at hand are noted, if they are. */
  #note: Cells | undefined;

  constructor(field: TokenFieldState, vocabulary: Vocabulary, rows: CsrBuilder) {
    this.#field = field;
    this.#vocabulary = vocabulary;
    this.#rows = rows;
    const groups = FAMILIES.map((family) => [family, vocabulary.group(family, field.path)] as const);
    this.#groups = Object.fromEntries(groups) as Record<Family, TokenGroup>;
  }

  write(leaf: Leaf): void {
    const cells = typeof leaf === 'string' ? this.#remembered.get(leaf) : undefined;
    if (cells) {
      for (let i = 0; i < cells.columns.length; i++) this.#rows.add(cells.columns[i], cells.amounts[i]);
      return;
    }
    this.#note = typeof leaf === 'string' && this.#remembered.size < MAX_REMEMBERED ? { columns: [], amounts: [] } : undefined;
    if (!this.#field.common) this.#add('name', '');
    tokenise(this.#field, leaf, this.#add);
    if (this.#note) this.#remembered.set(leaf as string, this.#note);
  }

  readonly #add = (family: Family, value: string, part = 1): void => {
    const group = this.#groups[family];
    const column = this.#vocabulary.columnOf(group, value);
    const amount = this.#vocabulary.amountOf(group, column, part);
    this.#rows.add(column, amount);
    this.#note?.columns.push(column);
    this.#note?.amounts.push(amount);
  };
}
