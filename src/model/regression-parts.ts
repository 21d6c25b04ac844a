import { CorruptModelError } from '../core/errors.ts';
import { VERSION } from '../core/version.ts';
import type { RegressionOptions } from '../estimators/regression/options.ts';
import { checkFrame } from '../features/frame/state.ts';
import type { Frame } from '../features/frame/types.ts';
import type { JsonObject } from './json.ts';
import { damaged } from './parts.ts';

/** The part of the header that all regressions share. */
export function regressionHeader(type: string, options: RegressionOptions, frame: Frame): JsonObject {
  return { type, library: VERSION, options, frame } as unknown as JsonObject;
}

/** Options and frame of a header, checked, and whether they belong together. Throws `CORRUPT_MODEL`. */
export function readRegressionHeader<Options extends RegressionOptions>(
  header: JsonObject,
  resolve: (options: unknown) => Options,
): { options: Options; frame: Frame } {
  const frame = checkFrame(header.frame);
  const options = readOptions(header.options, resolve);
  if (options.target !== frame.target || (options.unknown ?? 'error') !== frame.unknown) throw damaged('options and fields differ');
  return { options, frame };
}

function readOptions<Options>(value: unknown, resolve: (options: unknown) => Options): Options {
  try {
    return resolve(value);
  } catch (cause) {
    throw new CorruptModelError('damaged model: options out of range', { cause });
  }
}
