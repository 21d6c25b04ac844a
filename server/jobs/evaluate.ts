import { checkInput, checkWeights } from '../../src/core/input.ts';
import { ElementsClustering } from '../../src/index.ts';
import { resolveScoring } from '../../src/metrics/scoring.ts';
import { readEvaluateRequest } from '../body.ts';
import { type Prepared, rowsOf } from './prepared.ts';

/** Reads and checks the body of `/evaluate`. What needs the model, whether the rows fit it for one, is found out when it runs. */
export function prepareEvaluation(body: unknown): Prepared<'evaluate'> {
  const { data, model, version, options } = readEvaluateRequest(body);
  resolveScoring(options);
  const { input, rows } = rowsOf(checkInput(data));
  checkWeights(options.weights, rows);
  return {
    facts: { model, version, rows },
    run: async (bytes) => ElementsClustering.fromBytes(bytes as Uint8Array).evaluate(input, options),
  };
}
