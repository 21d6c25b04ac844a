import { CorruptModelError } from '../../core/errors.ts';
import { MAX_LEVELS } from './fit.ts';
import type { Frame } from './types.ts';

type Json = Readonly<Record<string, unknown>>;

/** Checks that plain JSON data is a frame, down to every level. Throws `CORRUPT_MODEL`. */
export function checkFrame(value: unknown): Frame {
  const { target, fields, ignored, unknown } = asObject(value);
  if (typeof target !== 'string' || !isTexts(ignored) || (unknown !== 'error' && unknown !== 'ignore')) throw damaged();
  if (!Array.isArray(fields) || fields.length === 0 || !fields.every(isField)) throw damaged();
  const names = [...fields.map(({ name }) => name), ...ignored, target];
  if (new Set(names).size !== names.length) throw damaged();
  return value as Frame;
}

function isField(value: unknown): boolean {
  const { name, kind, levels, ordered, missing, others } = asObject(value);
  if (typeof name !== 'string' || typeof missing !== 'boolean') return false;
  if (kind === 'number') return true;
  if (kind !== 'category' || !isTexts(levels) || typeof ordered !== 'boolean' || typeof others !== 'boolean') return false;
  return levels.length <= MAX_LEVELS && levels.length + Number(others) > 0;
}

/** Texts that all differ. */
function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string') && new Set(value).size === value.length;
}

function asObject(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw damaged();
}

function damaged(): CorruptModelError {
  return new CorruptModelError("damaged model: the fields are not those of a regression's frame");
}
