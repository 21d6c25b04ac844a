import { extendHash, HASH_START, mixHash } from './hash.ts';

/** Most words, list items or URL segments that are read from one value. */
export const MAX_PARTS = 128;
/** Values up to this length are kept whole as tokens; see `shorten`. */
export const SHORT_VALUE = 64;

const MAX_WORD = 32;
const MAX_SHAPE = 8;
// A word is one kana or ideograph, or a run of letters, digits and other marks; spaces and punctuation of all scripts part words.
const WORD = /[\u3040-\u30ff\u3400-\u9fff]|[0-9a-z\u00aa\u00b5\u00ba\u00c0-\u167f\u1681-\u1fff\u2c00-\u2fff\ua000-\ufefe]+/g;

/** The text itself up to `limit` code units (default 64); a longer one as its beginning, `…` and its hash in hex, `limit` units in all. */
export function shorten(text: string, limit: number = SHORT_VALUE): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 9)}…${mixHash(extendHash(HASH_START, text)).toString(16).padStart(8, '0')}`;
}

/** Every run of digits becomes `0`: `post-1234` and `post-98` are one. */
export function foldDigits(text: string): string {
  return text.replace(/[0-9]+/g, '0');
}

/** The parts between white space, each once, the first 128. */
export function splitList(text: string): Set<string> {
  return new Set(text.split(/\s+/, MAX_PARTS).filter((part) => part !== ''));
}

/** Words in lower case, digit runs as 0, each once, the first 128, cut to 32 code units. */
export function words(text: string): Set<string> {
  const found = foldDigits(text.toLowerCase()).match(WORD) ?? [];
  return new Set(found.slice(0, MAX_PARTS).map((word) => word.slice(0, MAX_WORD)));
}

/** Length rounded up to a power of two. */
export function lengthBucket(text: string): number {
  let bucket = 1;
  while (bucket < text.length) bucket *= 2;
  return bucket;
}

/** Pattern of a value, runs as one character, the first 8: `12px` → `0a`, `Jan 5` → `Aa 0`; non-ASCII characters as `u`. */
export function shape(text: string): string {
  let pattern = '';
  let last = '';
  for (let i = 0; i < text.length && pattern.length < MAX_SHAPE; i++) {
    const symbol = symbolOf(text[i]);
    if (symbol !== last) pattern += symbol;
    last = symbol;
  }
  return pattern;
}

function symbolOf(character: string): string {
  if (character >= 'a' && character <= 'z') return 'a';
  if (character >= 'A' && character <= 'Z') return 'A';
  if (character >= '0' && character <= '9') return '0';
  if (character <= ' ') return ' ';
  return character > '~' ? 'u' : character;
}
