/** A process of the service's that checks the body of a `/fit` request, then fits it, so that the one that answers requests never waits for it. */
import { checkInput } from '../src/core/input.ts';
import type { Input } from '../src/core/types.ts';
import type { EngineName } from '../src/engine/kernel.ts';
import { resolveClusteringOptions } from '../src/estimators/options.ts';
import { ElementsClustering } from '../src/index.ts';
import { parseJson, readFitRequest } from './body.ts';
import type { FitCommand, FitReply, FitSummary } from './fit-messages.ts';
import { toProblem } from './problems.ts';

interface Prepared {
  readonly clustering: ElementsClustering;
  readonly input: Input;
  readonly rows: number;
}

let prepared: Prepared | undefined;

// The service decides when a worker ends; a signal to the whole group (Ctrl-C, systemd) is meant for the service.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit());

process.on('message', async (command: FitCommand) => {
  try {
    if (command.type === 'check') checkBody(command.body);
    else await fitModel();
  } catch (error) {
    const problem = toProblem(error);
    if (problem.status >= 500) throw error; // not the client's doing: ends this process, its stack goes to the service's standard error
    prepared = undefined;
    reply({ type: 'failed', problem });
  }
});

function checkBody(body: Uint8Array): void {
  const { data, options, model } = readFitRequest(parseJson(body));
  resolveClusteringOptions(options); // refuses the runtime's options, which are not the client's to choose
  const checked = checkInput(data);
  const input = checked.kind === 'records' ? checked.records : checked;
  prepared = { clustering: new ElementsClustering(options), input, rows: checked.rows };
  reply({ type: 'checked', job: { model, rows: checked.rows } });
}

async function fitModel(): Promise<void> {
  const { clustering, input, rows } = prepared as Prepared;
  const start = performance.now();
  await clustering.fit(input, { onProgress: (progress) => reply({ type: 'progress', progress }) });
  const { inertia, silhouette, silhouetteRows } = await clustering.evaluate(input);
  const bytes = clustering.toBytes();
  const summary: FitSummary = {
    rows,
    clusters: clustering.effectiveK,
    metrics: { inertia, silhouette, silhouetteRows },
    iterations: clustering.iterations,
    engine: clustering.engine as EngineName,
    warnings: clustering.warnings,
    durationMs: Math.round(performance.now() - start),
  };
  prepared = undefined;
  reply({ type: 'fitted', bytes, summary });
}

function reply(message: FitReply): void {
  process.send?.(message, undefined, undefined, () => undefined); // where nobody listens any more, this process is about to end
}
