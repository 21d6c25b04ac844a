import type { ElementRecord, Matrix } from '../core/types.ts';

/** What a field holds, as far as encoding goes. */
export const FIELD_KINDS = ['number', 'boolean', 'category', 'tokens', 'identifier', 'url', 'text'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/**
 * What a column or token says about its field:
 * `tag` the value of a category that (nearly) every record has · `token` one word of a class list, one item of an array ·
 * `name` the field is there · `keys` the whole set of fields · `identifier` an id, digit runs as 0 ·
 * `url` scheme, host, depth, extension or fragment of a URL · `segment` part of a URL's path, or a query parameter's name ·
 * `value` a value in full · `number` a place on the number line · `shape` length or character pattern · `word` a word of a text.
 */
export const FAMILIES = ['tag', 'token', 'name', 'keys', 'identifier', 'url', 'segment', 'value', 'number', 'shape', 'word'] as const;
export type Family = (typeof FAMILIES)[number];

/** How much a token of each family counts in the tokens layout; 0 leaves the family out. */
export type FeatureWeights = Record<Family, number>;

export const LAYOUTS = ['table', 'tokens', 'presence'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** The short form of {@link FeatureOptions}: a mode by itself. */
export type FeatureMode = 'auto' | 'presence';

/** How records become rows; every option has a default. */
export interface FeatureOptions {
  /** The layout; `auto` (default) takes `table` for records like a data table and `tokens` for all others, see `chooseLayout`. */
  mode?: 'auto' | Layout;
  /** Kinds by field path, in place of inference; `ignore` leaves a field out, with everything under it. For paths see `flatten`. */
  kinds?: Readonly<Record<string, FieldKind | 'ignore'>>;
  /** Weights of the families in the tokens layout, each from 0 to 1,000; defaults in `DEFAULT_WEIGHTS`. */
  weights?: Partial<FeatureWeights>;
  /** Most columns learned from the training records, the most frequent first (1 to 65,536, default 4,096). */
  maxColumns?: number;
  /** Power of the inverse document frequency in the tokens layout (0 to 4, default 0.5; 0 switches it off). */
  idfPower?: number;
  /** Strings are cut to this many UTF-16 code units (1 to 4,096, default 512). */
  maxValueLength?: number;
}

/** A field whose number column is z-scored: `(value − mean) / deviation`, 0 where the deviation is 0. */
export interface NumberField {
  path: string;
  kind: 'number';
  mean: number;
  /** Population standard deviation of the training values. */
  deviation: number;
  /** Some training record lacked the number: a second column tells 1 where it is there, 0 where not. */
  indicator: boolean;
}

/** A field with one column for each of these values, 1 where the record has it. */
export interface OneHotField {
  path: string;
  kind: Exclude<FieldKind, 'number'>;
  values: string[];
}

export interface TableState {
  layout: 'table';
  maxValueLength: number;
  fields: (NumberField | OneHotField)[];
  /** Fields left out, identifiers among them, with everything under them. */
  ignored: string[];
}

export interface TokenFieldState {
  path: string;
  kind: FieldKind;
  /** At least 95 % of the training records had it: its name tells nothing. */
  common: boolean;
  /** Number fields: places on the number line between which values are shared out, rising. */
  knots?: number[];
}

export interface TokensState {
  layout: 'tokens';
  maxValueLength: number;
  /** Number of training records. */
  rows: number;
  idfPower: number;
  weights: FeatureWeights;
  fields: TokenFieldState[];
  /** Fields left out, with everything under them. */
  ignored: string[];
  /** The learned token of each column. */
  tokens: string[];
  /** In how many training records each learned token occurred. */
  counts: number[];
}

export interface PresenceState {
  layout: 'presence';
  /** The field of each column. */
  paths: string[];
  /** Fields left out, with everything under them. */
  ignored: string[];
}

/** All an encoder knows, as plain JSON data: goes into the model's header, comes back through `restoreEncoder`. */
export type EncoderState = TableState | TokensState | PresenceState;

/** What a column stands for; family `rare` marks the columns that tokens without a column of their own share. */
export interface ColumnDescription {
  /** Path of the field; '' for `keys` and `rare`. */
  field: string;
  family: Family | 'rare';
  /** The value, word, URL part … the column stands for; absent where the column is the field itself. */
  value?: string;
}

/** Turns records into rows. A record gives the same row whatever it is encoded with, also after a round trip of `state` through JSON. */
export interface Encoder {
  readonly state: EncoderState;
  readonly layout: Layout;
  /** Number of columns of every matrix that `encode` returns; at least 1. */
  readonly columns: number;
  /** What column `column` (0 to columns − 1) stands for. */
  describeColumn(column: number): ColumnDescription;
  /** One row a record: dense for `table`, sparse for `tokens` (rows of length 1) and `presence`. Never throws on what a record holds. */
  encode(records: readonly ElementRecord[]): Matrix;
}
