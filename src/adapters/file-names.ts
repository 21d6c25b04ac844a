import { isModelName } from '../core/names.ts';

/**
 * The file of a valid model name. Upper-case letters are written small and marked by a bit mask in hexadecimal, bit i for character i,
 * so that two names never share a file where the file system makes no difference between cases: `shop.ecm`, but `shop+1.ecm` for `Shop`.
 */
export function fileOf(name: string): string {
  const upper = [...name].reduce((mask, letter, i) => (/[A-Z]/.test(letter) ? mask | (1n << BigInt(i)) : mask), 0n);
  return `${name.toLowerCase()}${upper === 0n ? '' : `+${upper.toString(16)}`}.ecm`;
}

/** The model whose file this is; undefined for every file {@link fileOf} does not give. */
export function nameOf(file: string): string | undefined {
  const [, letters, mask] = /^([^+]+)(?:\+([0-9a-f]+))?\.ecm$/.exec(file) ?? [];
  if (letters === undefined) return undefined;
  const upper = BigInt(`0x${mask ?? 0}`);
  const name = [...letters].map((letter, i) => ((upper >> BigInt(i)) & 1n ? letter.toUpperCase() : letter)).join('');
  return isModelName(name) && fileOf(name) === file ? name : undefined;
}
