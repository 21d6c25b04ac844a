import { checkInput, checkWeights } from '../../src/core/input.ts';
import type { EngineName } from '../../src/engine/kernel.ts';
import { resolveClusteringOptions } from '../../src/estimators/options.ts';
import { ElementsClustering } from '../../src/index.ts';
import { readFitRequest } from '../body.ts';
import { type Prepared, rowsOf } from './prepared.ts';

/** Reads and checks the body of `/fit`. */
export function prepareFit(body: unknown): Prepared<'fit'> {
  const { data, options, weights, model } = readFitRequest(body);
  resolveClusteringOptions(options); // refuses the runtime's options, which are not the client's to choose
  const { input, rows } = rowsOf(checkInput(data));
  checkWeights(weights, rows);
  const clustering = new ElementsClustering(options);
  return {
    facts: { model, version: undefined, rows },
    async run(_, onProgress) {
      const start = performance.now();
      await clustering.fit(input, { weights, onProgress });
      const { inertia, silhouette, silhouetteRows } = await clustering.evaluate(input, { weights });
      const bytes = clustering.toBytes();
      const engine = clustering.engine as EngineName;
      const { effectiveK: clusters, iterations, warnings } = clustering;
      const durationMs = Math.round(performance.now() - start);
      return {
        bytes,
        summary: { rows, clusters, metrics: { inertia, silhouette, silhouetteRows }, iterations, engine, warnings, durationMs },
      };
    },
  };
}
