import { optionEntries, wholeIn } from '../src/core/check-option.ts';
import { invalidInput, show } from '../src/core/errors.ts';
import type { Input } from '../src/core/types.ts';
import type { ClusteringOptions } from '../src/estimators/options.ts';
import { checkServedName, DEFAULT_MODEL } from './model-key.ts';
import { ProblemError, problem } from './problems.ts';

/** What `POST /fit` asks for; the rows are not checked yet. */
export interface FitRequest {
  readonly data: Input;
  readonly options: ClusteringOptions;
  readonly model: string;
}

/** What `POST /predict` asks for; the rows are not checked yet. Without a version the latest is meant. */
export interface PredictRequest {
  readonly data: Input;
  readonly model: string;
  readonly version: number | undefined;
}

const PREDICT_FIELDS = ['data', 'model', 'version'];

/** The JSON value of a body. Throws a `MALFORMED_JSON` problem for what is not JSON in UTF-8. */
export function parseJson(body: ArrayBuffer | Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new ProblemError(problem('MALFORMED_JSON', `the body is not JSON in UTF-8: ${(cause as Error).message}`), { cause });
  }
}

/**
 * Reads the body of `/fit`: bare rows, or `{ data, options, model }` where all but `data` may be left out.
 * @throws `INVALID_INPUT`, `INVALID_OPTION` for a field with another name, `INVALID_NAME`.
 */
export function readFitRequest(body: unknown): FitRequest {
  if (Array.isArray(body)) return { data: body, options: {}, model: DEFAULT_MODEL };
  const whole = 'an array of records or of rows of numbers, or an object with such an array in data';
  if (!isObject(body)) throw invalidInput('invalid body', { expected: whole, received: show(body) });
  const fields = optionEntries('body', body, ['data', 'options', 'model']);
  const data = fields.get('data');
  if (!Array.isArray(data)) {
    throw invalidInput('invalid body', { field: 'data', expected: 'an array of records or of rows of numbers', received: show(data) });
  }
  return {
    data,
    options: (fields.get('options') ?? {}) as ClusteringOptions,
    model: checkServedName(fields.get('model') ?? DEFAULT_MODEL),
  };
}

/**
 * Reads the body of `/predict`: one record, bare rows, or `{ data, model, version }` where all but `data` may be left out.
 * An object is the latter only when its `data` is an array or an object and it has no other fields than these three; else it is a record.
 * @throws `INVALID_INPUT`, `INVALID_OPTION` for a version that is no whole number from 1, `INVALID_NAME`.
 */
export function readPredictRequest(body: unknown): PredictRequest {
  const { data, model, version } = isPredictEnvelope(body) ? body : { data: body };
  if (!Array.isArray(data) && !isObject(data)) {
    throw invalidInput('invalid body', { expected: 'a record, an array of records or an array of rows of numbers', received: show(data) });
  }
  return {
    data: (Array.isArray(data) ? data : [data]) as Input,
    model: checkServedName(model ?? DEFAULT_MODEL),
    version: version === undefined || version === null ? undefined : wholeIn('version', version, 1, Number.MAX_SAFE_INTEGER),
  };
}

function isPredictEnvelope(body: unknown): body is { data: unknown; model?: unknown; version?: unknown } {
  if (!isObject(body) || !Object.hasOwn(body, 'data') || typeof body.data !== 'object' || body.data === null) return false;
  return Object.keys(body).every((field) => PREDICT_FIELDS.includes(field));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
