/** The hash of nothing, to start from. */
export const HASH_START = 0x811c9dc5;

/** Takes a text's UTF-16 code units into a hash: FNV-1a, 32 bits (Fowler, Noll and Vo). Finish with `mixHash`. */
export function extendHash(hash: number, text: string): number {
  let h = hash;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

/** Lets every bit of a hash depend on all others (finaliser of MurmurHash3, Appleby); from 0 to 2^32 − 1. */
export function mixHash(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
