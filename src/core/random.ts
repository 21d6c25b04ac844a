/** A stream of numbers that depends on its seed alone. */
export interface Random {
  /** The next number, uniform in [0, 1), with 53 random bits. */
  next(): number;
  /** The next whole number from 0 up to, not including, `below`. */
  integer(below: number): number;
}

/** Seeded generator sfc32 (Doty-Humphrey, PractRand, 2010), its state filled from the seed by SplitMix32. Not for secrets. */
export function createRandom(seed: number): Random {
  let mix = seed >>> 0;
  const splitMix = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix ^ (mix >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
  let a = splitMix();
  let b = splitMix();
  let c = splitMix();
  let counter = 1;
  const bits = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + out;
    return out >>> 0;
  };
  for (let i = 0; i < 12; i++) bits(); // let the seed reach every bit of the state
  const next = (): number => ((bits() >>> 5) * 0x4000000 + (bits() >>> 6)) / 0x20000000000000;
  return { next, integer: (below) => Math.floor(next() * below) };
}
