// How fast, how big, how light, against peers measured in the same run? Prints tables; a run of all sections also writes docs/benchmarks.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { fitSection } from './fit-table.ts';
import { type FitResult, fitShape } from './fits.ts';
import { loadingSection } from './loading.ts';
import { describeMachine, loadAverage } from './machine.ts';
import { memorySection } from './memory.ts';
import { predictSection } from './predict.ts';
import { progressDone } from './progress.ts';
import { type Section, toMarkdown, toText } from './report.ts';
import { seedingSection } from './seeding.ts';
import { SHAPES } from './shapes.ts';

interface Options {
  readonly shapes: string;
  readonly rounds: string;
  readonly budget: string;
  readonly patience: string;
  readonly threads: string;
  readonly python: string;
  readonly output?: string;
}

const SECTIONS = ['fits', 'seeding', 'predict', 'loading', 'memory'];

const program = new Command('node bench/main.ts')
  .argument('[sections...]', `which sections to run: ${SECTIONS.join(', ')}; default: all`)
  .option('--shapes <ids>', 'shapes of the whole fits', SHAPES.map(({ id }) => id).join())
  .option('--rounds <n>', 'measured runs of each library once it is warm; ten times as many where a run is short', '5')
  .option('--budget <ms>', 'measured time of one library and shape: slow ones get fewer rounds', '1500')
  .option('--patience <ms>', 'libraries in JavaScript that would take longer for one fit are left out', '8000')
  .option('--threads <counts>', 'numbers of threads for the whole fits', '1,2')
  .option('--python <file>', 'interpreter that has scikit-learn and faiss', '/usr/bin/python3')
  .option('--output <file>', 'where to write the report; default: docs/benchmarks.md where all sections and shapes run')
  .parse();

const options = program.opts<Options>();
const wanted = program.args.length === 0 ? SECTIONS : program.args;
const shapes = options.shapes.split(',').map((id) => {
  const shape = SHAPES.find((candidate) => candidate.id === id);
  return shape ?? program.error(`no shape is called ${id}; there are ${SHAPES.map((known) => known.id).join(', ')}`);
});
const unknown = wanted.find((name) => !SECTIONS.includes(name));
if (unknown !== undefined) program.error(`no section is called ${unknown}; there are ${SECTIONS.join(', ')}`);
const effort = {
  rounds: Number(options.rounds),
  budget: Number(options.budget),
  patience: Number(options.patience),
  interpreter: options.python,
};

const run: Readonly<Record<string, () => Promise<Section[]>>> = {
  fits: async () => {
    const threads = options.threads.split(',').map(Number);
    const results: FitResult[] = [];
    for (const shape of shapes) results.push(...(await fitShape(shape, threads, effort)));
    return threads.map((count) =>
      fitSection(
        results.filter((result) => result.threads === count),
        count,
      ),
    );
  },
  seeding: async () => [await seedingSection(effort, options.python)],
  predict: async () => [await predictSection(effort, options.python)],
  loading: async () => [await loadingSection()],
  memory: async () => [await memorySection(options.python)],
};

const began = performance.now();
const machine = await describeMachine(options.python);
const sections: Section[] = [];
for (const name of SECTIONS.filter((section) => wanted.includes(section))) {
  const found = await run[name]();
  progressDone();
  for (const section of found) console.log(toText(section));
  sections.push(...found);
}
machine.push(
  ['load average at the end', loadAverage()],
  ['time of the run', `${((performance.now() - began) / 60_000).toFixed(1)} minutes`],
);
for (const [label, value] of machine) console.log(`${label}: ${value}`);

const complete = wanted.length === SECTIONS.length && shapes.length === SHAPES.length;
const output = options.output ?? (complete ? 'docs/benchmarks.md' : undefined);
if (output !== undefined) {
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, toMarkdown(['node bench/main.ts', ...process.argv.slice(2)].join(' '), machine, sections));
  console.error(`written: ${output}`);
}
