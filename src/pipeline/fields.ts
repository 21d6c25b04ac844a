import type { ElementRecord } from '../core/types.ts';
import { isMissing } from '../features/frame/values.ts';

/** Reads a field of a record: undefined where it is missing; what an object has of its prototype is no field of it. */
export function fieldReader(name: string): (record: ElementRecord) => unknown {
  return (record) => {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    return isMissing(value) ? undefined : value;
  };
}
