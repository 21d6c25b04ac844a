import { checkInput, checkWeights } from '../../src/core/input.ts';
import { resolveUpdate } from '../../src/estimators/update/update.ts';
import { readUpdateRequest } from '../body.ts';
import { updateBytes } from '../updating.ts';
import { type Prepared, rowsOf } from './prepared.ts';

/** Reads and checks the body of `/update`. Whether the rows fit the model is found out when it runs. */
export function prepareUpdate(body: unknown): Prepared<'update'> {
  const { data, model, options } = readUpdateRequest(body);
  resolveUpdate(options);
  const { input, rows } = rowsOf(checkInput(data));
  checkWeights(options.weights, rows);
  return {
    facts: { model, version: undefined, rows },
    run: (bytes, onProgress) => updateBytes(bytes as Uint8Array, input, { ...options, onProgress }),
  };
}
