import { mixHash } from '../../features/hash.ts';
import type { Row } from './row.ts';

/** 32-bit words of a key. */
export const KEY_WORDS = 4;

/**
 * The key of a row, 128 bits, for equal rows the same whatever their form: the mixing of MurmurHash3 x86_128 (Appleby), over column number and bits of
 * every value that is not 0. Of n different rows two have the same key with a chance below n² / 2^128 (10^-24 for ten million); nobody's secret
 * should hang on it. Written to `keys`, from word `4 × index` on.
 */
export function writeKey({ columns, values }: Row, keys: Uint32Array, index: number): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let a = 1;
  let b = 2;
  let c = 3;
  let d = 4;
  let count = 0;
  for (let i = 0; i < words.length; i++) {
    if (words[i] === 0) continue;
    const column = columns ? columns[i] : i;
    if (count % 2 === 0) {
      a = (Math.imul(rotate(a ^ scramble(column, 0x239b961b, 15, 0xab0e9789), 19) + b, 5) + 0x561ccd1b) | 0;
      b = (Math.imul(rotate(b ^ scramble(words[i], 0xab0e9789, 16, 0x38b34ae5), 17) + c, 5) + 0x0bcaa747) | 0;
    } else {
      c = (Math.imul(rotate(c ^ scramble(column, 0x38b34ae5, 17, 0xa1e38b93), 15) + d, 5) + 0x96cd1c35) | 0;
      d = (Math.imul(rotate(d ^ scramble(words[i], 0xa1e38b93, 18, 0x239b961b), 13) + a, 5) + 0x32ac3b17) | 0;
    }
    count++;
  }
  // every word takes up all others, twice
  let all = (a + b + c + d) ^ count;
  b = mixHash(all + b);
  c = mixHash(all + c);
  d = mixHash(all + d);
  a = mixHash(all);
  all = a + b + c + d;
  const at = index * KEY_WORDS;
  keys[at] = all;
  keys[at + 1] = all + b;
  keys[at + 2] = all + c;
  keys[at + 3] = all + d;
}

/** The words of one of several keys. */
export function keyAt(keys: Uint32Array, index: number): Uint32Array {
  return keys.slice(index * KEY_WORDS, (index + 1) * KEY_WORDS);
}

/** One of several keys as a text, to find it in a map. */
export function keyText(keys: Uint32Array, index: number): string {
  const at = index * KEY_WORDS;
  const [a, b, c, d] = [keys[at], keys[at + 1], keys[at + 2], keys[at + 3]];
  return String.fromCharCode(a & 0xffff, a >>> 16, b & 0xffff, b >>> 16, c & 0xffff, c >>> 16, d & 0xffff, d >>> 16);
}

function scramble(word: number, first: number, bits: number, second: number): number {
  return Math.imul(rotate(Math.imul(word, first), bits), second);
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
