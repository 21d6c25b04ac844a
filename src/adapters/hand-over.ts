import { transfer } from 'comlink';

/** Marks the memory of all arrays in a value to be moved to the other side, not copied; they must be the value's own. */
export function handOver<T extends object>(value: T): T {
  return transfer(value, [...new Set(buffersIn(value))]);
}

function buffersIn(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : [];
}
