import { Command } from 'commander';
import { VERSION } from '../../src/core/version.ts';
import { addConfigOptions, readConfig } from '../config.ts';
import { addModelCommands } from './model-commands.ts';
import { WRONG_USE } from './outcome.ts';
import { addPipelineCommands } from './pipeline-commands.ts';

const EXAMPLES = `
Examples:
  elements-clustering train --config pipeline.config.ts
  elements-clustering compare --again
  elements-clustering predict new.csv --model diamonds --json
  elements-clustering fit elements.ndjson --model menus --options '{"k": 8}'
  elements-clustering serve --port 8080`;

/** All commands. Their answers go to standard output, all else to standard error. */
export function createProgram(): Command {
  const program = new Command('elements-clustering')
    .description('Trains, compares and serves models of records.')
    .version(VERSION)
    .addHelpText('after', EXAMPLES)
    .addHelpText(
      'afterAll',
      '\nExit codes: 0 done, 1 failed, 2 wrong use or input, 130 stopped. An option with an environment variable (env) can also be set by it.',
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USE))
    .configureHelp({ showGlobalOptions: true });
  addPipelineCommands(program);
  addModelCommands(program);
  addConfigOptions(program.command('serve')).action(async (options) => {
    const { serve } = await import('../serve.ts');
    await serve(readConfig(options));
  });
  return program;
}
