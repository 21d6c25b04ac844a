import { checkFlag, optionEntries, wholeIn } from '../src/core/check-option.ts';
import { invalidInput, show } from '../src/core/errors.ts';
import type { Input } from '../src/core/types.ts';
import type { EvaluationOptions } from '../src/estimators/evaluate.ts';
import type { ClusteringOptions } from '../src/estimators/options.ts';
import type { UpdateOptions } from '../src/estimators/update/update.ts';
import { checkServedName, DEFAULT_MODEL } from './model-key.ts';
import { ProblemError, problem } from './problems.ts';

/** What `POST /fit` asks for; the rows are not checked yet. */
export interface FitRequest {
  readonly data: Input;
  readonly options: ClusteringOptions;
  /** One a row. */
  readonly weights: number[] | undefined;
  readonly model: string;
}

/** What `POST /update` asks for; neither the rows nor their weights are checked yet. */
export interface UpdateRequest {
  readonly data: Input;
  readonly options: UpdateOptions;
  readonly model: string;
}

/** What `POST /predict` asks for; the rows are not checked yet. Without a version the latest is meant. */
export interface PredictRequest {
  readonly data: Input;
  readonly model: string;
  readonly version: number | undefined;
}

/** What `POST /evaluate` asks for; neither the rows nor what belongs to them are checked yet. Without a version the latest is meant. */
export interface EvaluateRequest extends PredictRequest {
  readonly options: EvaluationOptions;
}

const UPDATE_SETTINGS = ['minClusterSize', 'halfLife', 'maxWaiting'];
const EVALUATE_SETTINGS = ['contingency', 'perRecord', 'sampleSize', 'seed'];
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
 * Reads the body of `/fit`: bare rows, or `{ data, options, weights, model }` where all but `data` may be left out.
 * @throws `INVALID_INPUT`, `INVALID_OPTION` for a field with another name, `INVALID_NAME`.
 */
export function readFitRequest(body: unknown): FitRequest {
  const { data, model, fields } = readRows(body, ['options', 'weights']);
  const weights = fields.has('weights') ? list('weights', fields.get('weights')) : undefined;
  return { data, options: (fields.get('options') ?? {}) as ClusteringOptions, weights: weights as number[] | undefined, model };
}

/**
 * Reads the body of `/update`: bare rows, or `{ data, options, weights, model }` where all but `data` may be left out.
 * @throws `INVALID_INPUT`, `INVALID_OPTION` for a field or an option with another name, `INVALID_NAME`.
 */
export function readUpdateRequest(body: unknown): UpdateRequest {
  const { data, model, fields } = readRows(body, ['options', 'weights']);
  const options = optionEntries('options', fields.get('options') ?? {}, UPDATE_SETTINGS);
  if (fields.has('weights')) options.set('weights', list('weights', fields.get('weights')));
  return { data, model, options: Object.fromEntries(options) };
}

/**
 * Reads the body of `/evaluate`: bare rows, or `{ data, model, version, truth, weights, reference, options }` where all but `data` may be left out.
 * @throws `INVALID_INPUT`, `INVALID_OPTION` for a field or an option with another name or of another type, `INVALID_NAME`.
 */
export function readEvaluateRequest(body: unknown): EvaluateRequest {
  const lists = ['truth', 'weights', 'reference'];
  const { data, model, fields } = readRows(body, ['version', 'options', ...lists]);
  const options = optionEntries('options', fields.get('options') ?? {}, EVALUATE_SETTINGS);
  for (const flag of ['contingency', 'perRecord']) checkFlag(flag, options.get(flag) ?? false);
  for (const name of lists) if (fields.has(name)) options.set(name, list(name, fields.get(name)));
  return { data, model, version: versionOf(fields.get('version')), options: Object.fromEntries(options) };
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
    version: versionOf(version),
  };
}

/** The rows of a body, its model, and the fields that are left: bare rows, or an object with rows in `data`. Fields that are null count as left out. */
function readRows(body: unknown, others: readonly string[]): { data: Input; model: string; fields: Map<string, unknown> } {
  const rows = 'an array of records or of rows of numbers';
  if (Array.isArray(body)) return { data: body, model: DEFAULT_MODEL, fields: new Map() };
  if (!isObject(body)) {
    throw invalidInput('invalid body', { expected: `${rows}, or an object with such an array in data`, received: show(body) });
  }
  const fields = optionEntries('body', body, ['data', 'model', ...others]);
  const data = fields.get('data');
  if (!Array.isArray(data)) throw invalidInput('invalid body', { field: 'data', expected: rows, received: show(data) });
  for (const [name, value] of fields) if (value === null) fields.delete(name);
  return { data, model: checkServedName(fields.get('model') ?? DEFAULT_MODEL), fields };
}

function list(field: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidInput('invalid body', { field, expected: 'an array', received: show(value) });
}

function versionOf(value: unknown): number | undefined {
  return value === undefined || value === null ? undefined : wholeIn('version', value, 1, Number.MAX_SAFE_INTEGER);
}

function isPredictEnvelope(body: unknown): body is { data: unknown; model?: unknown; version?: unknown } {
  if (!isObject(body) || !Object.hasOwn(body, 'data') || typeof body.data !== 'object' || body.data === null) return false;
  return Object.keys(body).every((field) => PREDICT_FIELDS.includes(field));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
