import { numberIn, oneOf, optionEntries, wholeIn } from '../core/check-option.ts';
import { invalidOption } from '../core/errors.ts';
import type { OptionSchema, OptionsSchema } from './estimator.ts';

/**
 * Checks options against their description and fills in the defaults; what lies within objects and arrays is for the caller to check.
 * @throws `INVALID_OPTION` naming the option, what was expected and what came.
 */
export function resolveDescribed({ properties, required }: OptionsSchema, options: unknown): Record<string, unknown> {
  const given = optionEntries('options', options ?? {}, Object.keys(properties));
  const resolved: Record<string, unknown> = {};
  for (const [name, described] of Object.entries(properties)) {
    const value = given.get(name);
    if (value !== undefined) resolved[name] = checkDescribed(name, value, described);
    else if (required.includes(name)) throw invalidOption(name, described.description, undefined);
    else if (described.default !== undefined) resolved[name] = described.default;
  }
  return resolved;
}

function checkDescribed(
  name: string,
  value: unknown,
  { type, enum: names, minimum = -Infinity, maximum = Infinity }: OptionSchema,
): unknown {
  if (names) return oneOf(name, value, names as readonly string[]);
  if (type === 'number') return numberIn(name, value, minimum, maximum);
  if (type === 'integer') return wholeIn(name, value, minimum, maximum);
  const fits = type === 'array' ? Array.isArray(value) : type === 'object' ? isPlain(value) : typeof value === type;
  if (!fits) throw invalidOption(name, type === 'array' || type === 'object' ? `an ${type}` : `a ${type}`, value);
  return value;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
