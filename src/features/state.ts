import { CorruptModelError } from '../core/errors.ts';
import type { EncoderState } from './types.ts';
import { FAMILIES, FIELD_KINDS } from './types.ts';
import { parseToken } from './vocabulary.ts';

type Json = Readonly<Record<string, unknown>>;

/** Checks that plain JSON data is an encoder's state, down to every number. Throws `CorruptModelError` naming the first part that is not. */
export function checkState(state: unknown): EncoderState {
  const found = asObject(state, 'state');
  asTexts(found.ignored, 'ignored');
  if (found.layout === 'presence') asTexts(found.paths, 'paths');
  else if (found.layout === 'table') checkTable(found);
  else if (found.layout === 'tokens') checkTokens(found);
  else fail('layout');
  return state as EncoderState;
}

function checkTable(state: Json): void {
  demand(isWhole(state.maxValueLength, 1, 4096), 'maxValueLength');
  for (const [field, where] of fieldsOf(state)) {
    if (field.kind !== 'number') asTexts(field.values, `${where}.values`);
    else {
      demand(isNumber(field.mean), `${where}.mean`);
      demand(isNumber(field.deviation, 0), `${where}.deviation`);
      demand(typeof field.indicator === 'boolean', `${where}.indicator`);
    }
  }
}

function checkTokens(state: Json): void {
  demand(isWhole(state.maxValueLength, 1, 4096), 'maxValueLength');
  demand(isWhole(state.rows, 0), 'rows');
  demand(isNumber(state.idfPower, 0, 4), 'idfPower');
  const weights = asObject(state.weights, 'weights');
  for (const family of FAMILIES) demand(isNumber(weights[family], 0, 1000), `weights.${family}`);
  for (const [field, where] of fieldsOf(state)) {
    demand(typeof field.common === 'boolean', `${where}.common`);
    if (field.kind === 'number') {
      const knots = asArray(field.knots, `${where}.knots`);
      demand(
        knots.every((knot, i) => isNumber(knot) && (i === 0 || (knots[i - 1] as number) < knot)),
        `${where}.knots`,
      );
    }
  }
  const tokens = asTexts(state.tokens, 'tokens');
  demand(
    tokens.every((token) => parseToken(token) !== undefined),
    'tokens',
  );
  const counts = asArray(state.counts, 'counts');
  demand(counts.length === tokens.length && counts.every((count) => isWhole(count, 1, state.rows as number)), 'counts');
}

/** The fields of a state with their places, their paths and kinds checked. */
function fieldsOf(state: Json): [Json, string][] {
  const fields = asArray(state.fields, 'fields').map((field, i): [Json, string] => [asObject(field, `fields[${i}]`), `fields[${i}]`]);
  asTexts(
    fields.map(([field]) => field.path),
    'fields[].path',
  );
  for (const [field, where] of fields)
    demand(
      FIELD_KINDS.some((kind) => kind === field.kind),
      `${where}.kind`,
    );
  return fields;
}

/** An array of texts, each once. */
function asTexts(value: unknown, where: string): string[] {
  const texts = asArray(value, where);
  demand(texts.every((text) => typeof text === 'string') && new Set(texts).size === texts.length, where);
  return texts as string[];
}

function asArray(value: unknown, where: string): unknown[] {
  return Array.isArray(value) ? value : fail(where);
}

function asObject(value: unknown, where: string): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : fail(where);
}

function isNumber(value: unknown, least = -Number.MAX_VALUE, most = Number.MAX_VALUE): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}

function isWhole(value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && isNumber(value, least, most);
}

function demand(condition: boolean, where: string): void {
  if (!condition) fail(where);
}

function fail(where: string): never {
  throw new CorruptModelError(`the model's encoder is damaged at ${where}`);
}
