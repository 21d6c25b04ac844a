import { invalidInput } from '../core/errors.ts';
import type { CheckedInput } from '../core/input.ts';
import { toNumeric } from '../estimators/fit.ts';
import type { Encoder } from '../features/types.ts';
import type { NumericInput } from '../matrix/space.ts';

/** Rows as numbers for a model with this encoder, or none. Throws `INVALID_INPUT` for rows of another kind than those it was fitted to. */
export function likeFit(input: CheckedInput, encoder: Encoder | null): NumericInput {
  if ((input.kind === 'records') === (encoder !== null)) return toNumeric(input, encoder);
  const expected = encoder ? 'records, as in fit' : 'rows of numbers, as in fit';
  throw invalidInput('another kind of rows', { row: 0, expected, received: input.kind === 'records' ? 'a record' : 'numbers' });
}
