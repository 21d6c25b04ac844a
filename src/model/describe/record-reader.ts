import type { ElementRecord } from '../../core/types.ts';
import { flatten, type Leaf } from '../../features/flatten.ts';
import { toNumber } from '../../features/numbers.ts';
import { kindsOf, termsOf } from '../../features/terms.ts';
import { shorten } from '../../features/text.ts';
import type { EncoderState, FieldKind } from '../../features/types.ts';

import type { NumberList } from './number-list.ts';

/** A field of the records, numbered as it is first met. */
export interface ReadField {
  readonly number: number;
  readonly path: string;
  readonly kind: FieldKind;
  /** The item of its being there. */
  readonly present: number;
  /** The items of its values. */
  readonly items: Map<string, number>;
  /** The items of whole texts, as far as they are kept at hand. */
  readonly remembered: Map<string, number | readonly number[]>;
}

/** A field's being there (value null) or a value of it; numbered as it is first met. */
export interface Item {
  readonly field: ReadField;
  readonly value: string | null;
}

/** Most texts of one field whose items are kept at hand. */
const MAX_REMEMBERED = 4096;
/** Values are cut to this many code units where the encoder does not look at them. */
const MAX_LENGTH = 512;

/** What begins a record in a list; its weight follows. */
const RECORD = -Infinity;

/**
 * Reads records into lists of numbers, to be counted later: each record once, whatever is to be known of it. A list holds of every record the mark of
 * its beginning, its weight, its items, and for each of its numbers −1 less the field's number and the number itself.
 */
export class RecordReader {
  readonly items: Item[] = [];
  readonly fields = new Map<string, ReadField | undefined>();
  readonly #kindOf: (path: string) => FieldKind | undefined;
  readonly #maxLength: number;
  /** Numbers given as such are numbers, whatever the kind: nothing is known of kinds. */
  readonly #isKindless: boolean;
  /** Paths of the record before and their fields: records mostly have the same. */
  #paths: readonly string[] = [];
  readonly #known: (ReadField | undefined)[] = [];

  constructor(state: EncoderState) {
    this.#kindOf = kindsOf(state);
    this.#isKindless = state.layout === 'presence';
    this.#maxLength = state.layout === 'presence' ? MAX_LENGTH : state.maxValueLength;
  }

  /** Adds a record to a list. */
  read(record: ElementRecord, weight: number, list: NumberList): void {
    list.push(RECORD);
    list.push(weight);
    const { paths, leaves } = flatten(record, this.#maxLength);
    for (let i = 0; i < paths.length; i++) {
      if (paths[i] !== this.#paths[i]) this.#known[i] = this.#fieldAt(paths[i]);
      const field = this.#known[i];
      if (field !== undefined) this.#add(field, leaves[i], list);
    }
    this.#paths = paths;
  }

  #add(field: ReadField, leaf: Leaf, list: NumberList): void {
    list.push(field.present);
    if (typeof leaf === 'object') {
      for (const value of new Set(leaf.map((item) => shorten(item)))) list.push(this.#itemOf(field, value));
      return;
    }
    const number = field.kind === 'number' || (this.#isKindless && typeof leaf === 'number') ? toNumber(leaf) : undefined;
    if (number !== undefined) {
      list.push(-1 - field.number);
      list.push(number);
      return;
    }
    const found = field.remembered.get(leaf as string) ?? this.#itemsOf(field, String(leaf));
    if (typeof found === 'number') list.push(found);
    else for (const item of found) list.push(item);
  }

  #itemsOf(field: ReadField, text: string): number | readonly number[] {
    const items = termsOf(field.kind, text).map((value) => this.#itemOf(field, value));
    const found = items.length === 1 ? items[0] : items;
    if (field.remembered.size < MAX_REMEMBERED) field.remembered.set(text, found);
    return found;
  }

  #itemOf(field: ReadField, value: string): number {
    const found = field.items.get(value);
    if (found !== undefined) return found;
    field.items.set(value, this.items.length);
    return this.items.push({ field, value }) - 1;
  }

  #fieldAt(path: string): ReadField | undefined {
    if (this.fields.has(path)) return this.fields.get(path);
    const kind = this.#kindOf(path);
    const made = kind && { number: this.fields.size, path, kind, present: this.items.length, items: new Map(), remembered: new Map() };
    if (made) this.items.push({ field: made, value: null });
    this.fields.set(path, made);
    return made;
  }
}

/** Takes what a list holds, in its order. */
export interface ListReceiver {
  record(weight: number): void;
  item(item: number): void;
  number(field: number, number: number): void;
}

/** Reads a list back. */
export function readList(list: NumberList, to: ListReceiver): void {
  for (let i = 0; i < list.length; i++) {
    const entry = list.at(i);
    if (entry >= 0) to.item(entry);
    else if (entry === RECORD) to.record(list.at(++i));
    else to.number(-1 - entry, list.at(++i));
  }
}
