/** A process of the service's that checks the body of a request, then does what it asks for, so that the one that answers requests never waits for it. */
import { parseJson } from '../body.ts';
import { toProblem } from '../problems.ts';
import { prepareEvaluation } from './evaluate.ts';
import { prepareFit } from './fit.ts';
import type { Command, JobKind, Reply } from './messages.ts';
import type { Prepared } from './prepared.ts';
import { prepareUpdate } from './update.ts';

const PREPARE: { readonly [Kind in JobKind]: (body: unknown) => Prepared<Kind> } = {
  fit: prepareFit,
  update: prepareUpdate,
  evaluate: prepareEvaluation,
};

let prepared: Prepared<JobKind> | undefined;

// The service decides when a worker ends; a signal to the whole group (Ctrl-C, systemd) is meant for the service.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit());

process.on('message', async (command: Command) => {
  try {
    if (command.type === 'check') {
      prepared = undefined; // of a job that was given up while it waited
      prepared = PREPARE[command.kind](parseJson(command.body));
      reply({ type: 'checked', facts: prepared.facts });
    } else {
      const { run } = prepared as Prepared<JobKind>;
      prepared = undefined;
      const result = await run(command.model, (progress) => reply({ type: 'progress', progress }));
      reply({ type: 'done', result });
    }
  } catch (error) {
    const problem = toProblem(error);
    // not the client's doing, nor a saved model's: ends this process, its stack goes to the service's standard error
    if (problem.status >= 500 && problem.code !== 'CORRUPT_MODEL') throw error;
    reply({ type: 'failed', problem, reason: (error as Error).message });
  }
});

function reply(message: Reply): void {
  process.send?.(message, undefined, undefined, () => undefined); // where nobody listens any more, this process is about to end
}
