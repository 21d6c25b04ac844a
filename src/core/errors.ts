/** Every code an error of this library can carry. Codes are stable: programs may branch on them; messages are for people. */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'INVALID_OPTION'
  | 'INVALID_NAME'
  | 'TOO_LARGE'
  | 'NOT_FITTED'
  | 'ABORTED'
  | 'CORRUPT_MODEL'
  | 'MODEL_NOT_FOUND'
  | 'ENGINE_UNAVAILABLE'
  | 'STORE_FAILED'
  | 'WORKER_FAILED';

/** Where and what went wrong, for programs; the same facts are in the message, for people. */
export interface ErrorDetails {
  /** Index of the offending row, counted from 0. */
  row?: number;
  /** The offending field (dotted path), column number or option name. */
  field?: string;
  /** What was wanted, in words. */
  expected?: string;
  /** What came, in words; long values are shortened. */
  received?: string;
}

/** The one error class this library throws on purpose; `code` tells the kinds apart, also across a worker's boundary. */
export class ElementsClusteringError extends Error {
  override readonly name: string = 'ElementsClusteringError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** Bytes that are not a model, or no longer the model they were: code `CORRUPT_MODEL`. */
export class CorruptModelError extends ElementsClusteringError {
  override readonly name = 'CorruptModelError';

  constructor(message: string, options?: ErrorOptions) {
    super('CORRUPT_MODEL', message, {}, options);
  }
}

/** An `INVALID_INPUT` error whose message is composed from its details. */
export function invalidInput(what: string, details: ErrorDetails): ElementsClusteringError {
  return new ElementsClusteringError('INVALID_INPUT', compose(what, details), details);
}

/** An `INVALID_OPTION` error naming the option, what was wanted and what came. */
export function invalidOption(field: string, expected: string, received: unknown): ElementsClusteringError {
  const details = { field, expected, received: show(received) };
  return new ElementsClusteringError('INVALID_OPTION', compose('invalid option', details), details);
}

/** Throws `ABORTED` when the caller's signal has fired; the signal's reason becomes the cause. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new ElementsClusteringError('ABORTED', 'aborted by the caller', {}, { cause: signal.reason });
  }
}

/** A value as a short word for a message: `"abc…"`, `NaN`, `an array of 3`, `null`. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}

function compose(what: string, { row, field, expected, received }: ErrorDetails): string {
  const place = [row === undefined ? '' : `row ${row}`, field === undefined ? '' : `field ${field}`].filter(Boolean).join(', ');
  const wanted = expected === undefined ? '' : `expected ${expected}`;
  const came = received === undefined ? '' : `received ${received}`;
  const facts = [wanted, came].filter(Boolean).join(', ');
  return `${what}${place && ` at ${place}`}${facts && `: ${facts}`}`;
}
