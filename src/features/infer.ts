import { toNumber } from './numbers.ts';
import type { FieldValues } from './survey.ts';
import { sortedNumbers } from './survey.ts';
import { splitList } from './text.ts';
import type { FieldKind } from './types.ts';
import { isUrl } from './url.ts';

/** Share of the values that must be numbers (or booleans) for the field to be of that kind. */
const NEARLY_ALL = 0.99;
/** More distinct values than this are many. */
const MANY = 20;
const LONG = 64;

const LIST_NAME = /(?:^|[^a-z])(?:class(?:es|[^a-z]?names?|[^a-z]?list)?|rel|tags|tokens)$/i;
const IDENTIFIER_NAME = /(?:^|[^a-z])(?:id|ids|uid|uuid|guid|key|name|for|labelledby|describedby|controls|owns)$/i;
// Words as people write code, not prose: joined by - _ : /, with digits, or with a capital inside.
const CODED_WORD = /^[A-Za-z_@.!-]*(?:[A-Za-z0-9][-_:/]+[A-Za-z0-9]|[A-Za-z][0-9]|[a-z][A-Z])[\w:/.@![\]%-]*$/;

/** What is counted, over the records, about a field's texts that are not empty. */
interface Tally {
  filled: number;
  distinct: number;
  numbers: number;
  booleans: number;
  urls: number;
  /** Values with white space inside. */
  spaced: number;
  /** Values with a digit. */
  digits: number;
  words: number;
  coded: number;
  length: number;
}

/**
 * The kind of a field by its name and by all its training values, the same for any order of the records. Empty values do not count.
 * The first rule that holds decides:
 * 1. `tokens`: lists in most records.
 * 2. `boolean`: 99 % are true or false. `number`: 99 % are numbers, as numbers or as decimal text; but whole numbers that never
 *    repeat in a field named like an id are an `identifier`. `url`: most are written like URLs.
 * 3. `tokens`: named like a class list and some value has several words or many are distinct; or one value in ten has several words
 *    and most words of the field look like code (`nav-item`, `isOpen`) rather than prose.
 * 4. `identifier`: one word each, and either named like an id (`id`, `name`, `for`, `…-key`) with many or mostly distinct values,
 *    or many and mostly distinct values with digits.
 * 5. `text`: values seldom repeat, and they are long, have four words or more on average, or are many and mostly of several words.
 * 6. `category`: all else.
 */
export function inferKind(path: string, values: FieldValues): FieldKind {
  if (values.lists * 2 > values.present) return 'tokens';
  const tally = tallyOf(values);
  const filled = tally.filled + values.numbers.length;
  if (filled === 0) return 'category';
  const name = nameOf(path);
  if (tally.booleans >= NEARLY_ALL * filled) return 'boolean';
  if (tally.numbers + values.numbers.length >= NEARLY_ALL * filled) {
    return IDENTIFIER_NAME.test(name) && areUniqueIntegers(sortedNumbers(values)) ? 'identifier' : 'number';
  }
  if (tally.urls * 2 > filled) return 'url';
  const distinct = tally.distinct + new Set(values.numbers).size;
  const many = distinct > MANY;
  if (LIST_NAME.test(name) && (tally.spaced > 0 || many)) return 'tokens';
  if (tally.spaced * 10 >= filled && tally.coded * 2 > tally.words) return 'tokens';
  const mostlyDistinct = distinct * 2 >= filled;
  if (tally.spaced * 10 <= filled) {
    if (IDENTIFIER_NAME.test(name) && (many || mostlyDistinct)) return 'identifier';
    if (many && mostlyDistinct && tally.digits * 2 > filled) return 'identifier';
  }
  const wordy = tally.words >= 4 * filled || tally.length > LONG * filled || (many && tally.spaced * 2 > filled);
  return wordy && distinct * 4 > filled ? 'text' : 'category';
}

/** True for a field named like a list of words: `class`, `rel`, `tags` … */
export function isNamedLikeList(path: string): boolean {
  return LIST_NAME.test(nameOf(path));
}

/** The last key of a path, as words: `data.linkId[]` → `link Id`. */
function nameOf(path: string): string {
  const key = path
    .replace(/(?:\[\])+$/, '')
    .split('.')
    .pop() as string;
  return key.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
}

function areUniqueIntegers(sorted: Float64Array): boolean {
  return sorted.every((value, i) => Number.isInteger(value) && value !== sorted[i - 1]);
}

function tallyOf(values: FieldValues): Tally {
  const tally: Tally = { filled: 0, distinct: 0, numbers: 0, booleans: 0, urls: 0, spaced: 0, digits: 0, words: 0, coded: 0, length: 0 };
  for (const [text, count] of values.texts) {
    if (text === '') continue;
    tally.filled += count;
    tally.distinct++;
    tally.length += count * text.length;
    if (toNumber(text) !== undefined) tally.numbers += count;
    else if (text === 'true' || text === 'false') tally.booleans += count;
    else if (isUrl(text)) tally.urls += count;
    if (/[0-9]/.test(text)) tally.digits += count;
    const parts = splitList(text);
    tally.words += count * parts.size;
    if (parts.size > 1) tally.spaced += count;
    for (const part of parts) if (part.length <= LONG && CODED_WORD.test(part)) tally.coded += count;
  }
  return tally;
}
