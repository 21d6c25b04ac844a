import { invalidOption } from './errors.ts';

/** A finite number from `least` to `most`, or throws `INVALID_OPTION`. */
export function numberIn(option: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw invalidOption(option, `a number from ${least} to ${most}`, value);
}

/** A whole number from `least` to `most`, or throws `INVALID_OPTION`. */
export function wholeIn(option: string, value: unknown, least: number, most: number): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  throw invalidOption(option, `a whole number from ${least} to ${most}`, value);
}

/** True or false, or throws `INVALID_OPTION`. */
export function checkFlag(option: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw invalidOption(option, 'true or false', value);
}

/** One of the names listed, or throws `INVALID_OPTION`. */
export function oneOf<Name extends string>(option: string, value: unknown, names: readonly Name[]): Name {
  if (names.includes(value as Name)) return value as Name;
  throw invalidOption(option, `one of ${names.join(', ')}`, value);
}

/** Own entries of an options object, those given as undefined left out; throws `INVALID_OPTION` for names outside `known`. */
export function optionEntries(option: string, value: unknown, known?: readonly string[]): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidOption(option, 'an object', value);
  const found = new Map<string, unknown>();
  for (const name of Object.keys(value)) {
    const one = (value as Readonly<Record<string, unknown>>)[name];
    if (one === undefined) continue;
    if (known && !known.includes(name)) throw invalidOption(`${option}.${name}`, `one of ${known.join(', ')}`, name);
    found.set(name, one);
  }
  return found;
}
