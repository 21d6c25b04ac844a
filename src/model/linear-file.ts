import type { LinearModel } from '../estimators/linear/fit.ts';
import type { LinearOptions } from '../estimators/linear/options.ts';
import { termsOf } from '../estimators/linear/terms.ts';
import { packContainer } from './container.ts';
import { checkFinite, damaged, list, number, openModel, section } from './parts.ts';
import { readRegressionHeader, regressionHeader } from './regression-parts.ts';

/** The type in the header of a linear regression's bytes. */
export const LINEAR_TYPE = 'linear-regression';

/**
 * Model bytes of a linear regression. The same fit gives the same bytes.
 *
 * Header: `type`, `library`, `options`, `frame`, `center`, `dropped`. Sections: `coefficients` and `means` (f64, one a term).
 */
export function packLinear({ frame, coefficients, means, center, dropped }: LinearModel, options: LinearOptions): Uint8Array {
  return packContainer({ ...regressionHeader(LINEAR_TYPE, options, frame), center, dropped }, { coefficients, means });
}

/**
 * A linear regression from its bytes.
 * @param resolve checks options and fills in the defaults
 * @throws `CORRUPT_MODEL` when the bytes are damaged, foreign, or hold another type of model.
 */
export function unpackLinear<Options extends LinearOptions>(
  bytes: Uint8Array,
  resolve: (options: unknown) => Options,
): { options: Options; model: LinearModel } {
  const { header, sections } = openModel(bytes, LINEAR_TYPE);
  const { options, frame } = readRegressionHeader(header, resolve);
  const { length } = termsOf(frame).terms;
  const dropped = list(header, 'dropped') as number[];
  if (dropped.some((term) => !Number.isInteger(term) || term < 0 || term >= length)) throw damaged('dropped is not a list of terms');
  const model = {
    frame,
    logTarget: options.logTarget ?? false,
    coefficients: checkFinite(section(sections, 'coefficients', Float64Array, length), 'coefficients'),
    means: checkFinite(section(sections, 'means', Float64Array, length), 'means'),
    center: number(header, 'center'),
    dropped,
  };
  return { options, model };
}
