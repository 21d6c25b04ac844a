import type { Frame } from '../../features/frame/types.ts';

/** What a column of the design stands for. */
export interface Term {
  /** Position of the field in the frame. */
  readonly field: number;
  /** Its number; 1 for a level; 1 for all levels too rare to have a column; 1 where it is missing. */
  readonly of: 'number' | 'level' | 'others' | 'missing';
  /** Index of the level; 0 for all others. */
  readonly level: number;
}

/** Position of each field's columns: those of its levels by index of the level, −1 for the first, which has none. */
export interface Places {
  readonly number: number;
  readonly levels: readonly number[];
  readonly missing: number;
}

/**
 * The columns of a frame: a number one, a category one a level but the first (which all others are compared with), and one more for each field that
 * training records lacked.
 */
export function termsOf({ fields }: Frame): { terms: Term[]; places: Places[] } {
  const terms: Term[] = [];
  const places = fields.map((field, i): Places => {
    const add = (of: Term['of'], level = 0): number => terms.push({ field: i, of, level }) - 1;
    const number = field.kind === 'number' ? add('number') : -1;
    const levels = field.kind === 'category' ? field.levels.map((_, level) => (level === 0 ? -1 : add('level', level))) : [];
    if (field.kind === 'category' && field.others) levels.push(levels.length === 0 ? -1 : add('others'));
    return { number, levels, missing: field.missing ? add('missing') : -1 };
  });
  return { terms, places };
}
