/** A field of numbers. */
export interface NumberField {
  readonly name: string;
  readonly kind: 'number';
  /** Some training record lacked it. */
  readonly missing: boolean;
}

/** A field of a few values, as text. */
export interface CategoryField {
  readonly name: string;
  readonly kind: 'category';
  /** Its values: in the order the user gave, else numbers first by size, then texts in code-unit order. */
  readonly levels: readonly string[];
  /** The user gave the order of the levels: it means something. */
  readonly ordered: boolean;
  /** Some training record lacked it. */
  readonly missing: boolean;
  /** There were too many values to keep each: those that are no level share one more, after the levels. */
  readonly others: boolean;
}

export type FrameField = NumberField | CategoryField;

/** How records become the columns that a regression learns from, as plain JSON data: goes into the model's header. */
export interface Frame {
  /** The field to predict. */
  readonly target: string;
  /** The fields that are read, one column each, in code-unit order of their names. */
  readonly fields: readonly FrameField[];
  /** Fields of the training records that are not read. */
  readonly ignored: readonly string[];
  readonly unknown: Unknown;
}

/** What to do with fields and levels that no training record had, and with values that no training record lacked: refuse them, or do without. */
export type Unknown = 'error' | 'ignore';

export interface FrameOptions {
  /** The field to predict. */
  readonly target: string;
  /** Fields to learn from; default: all but the target. */
  readonly fields?: readonly string[];
  /** Kinds of fields, in place of inference. */
  readonly kinds?: Readonly<Record<string, FrameField['kind']>>;
  /** Levels of categories in an order that means something, the least first; each must have all levels of its field. */
  readonly orders?: Readonly<Record<string, readonly string[]>>;
  /**
   * Fields, levels and gaps in records to predict that no training record had: `'error'` (default) refuses them, `'ignore'` leaves the fields and the
   * levels out and takes the gaps as the model can.
   */
  readonly unknown?: Unknown;
}
