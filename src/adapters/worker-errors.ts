import { type TransferHandler, transferHandlers } from 'comlink';
import { CorruptModelError, ElementsClusteringError, type ErrorCode, type ErrorDetails } from '../core/errors.ts';

/** An error as a message can carry it. */
interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: ErrorCode;
  readonly details?: ErrorDetails;
  readonly cause?: WireError;
}

interface Thrown {
  readonly value: unknown;
}

type WireThrown = { readonly error: WireError } | { readonly value: unknown };

/** comlink's own handler knows what was thrown, but sends only name, message and stack of an error. */
const { canHandle } = transferHandlers.get('throw') as TransferHandler<Thrown, unknown>;

const handler: TransferHandler<Thrown, WireThrown> = {
  canHandle,
  serialize: ({ value }) => [value instanceof Error ? { error: toWire(value) } : { value }, []],
  deserialize: (wire) => {
    throw 'error' in wire ? fromWire(wire.error) : wire.value;
  },
};

/** Lets errors cross a comlink boundary with their class, `code`, `details` and those causes that are errors; to be called on both sides. */
export function letErrorsCross(): void {
  transferHandlers.set('throw', handler);
}

function toWire(error: Error): WireError {
  const { name, message, stack, cause } = error;
  const { code, details } = error instanceof ElementsClusteringError ? error : {};
  return { name, message, stack, code, details, cause: cause instanceof Error ? toWire(cause) : undefined };
}

function fromWire({ name, message, stack, code, details, cause }: WireError): Error {
  const options = cause && { cause: fromWire(cause) };
  if (code === 'CORRUPT_MODEL') return Object.assign(new CorruptModelError(message, options), { stack });
  if (code) return Object.assign(new ElementsClusteringError(code, message, details, options), { stack });
  return Object.assign(new Error(message, options), { name, stack });
}
