import type { Unable } from './runner.ts';

/** Something to be measured: `run` answers the milliseconds it took, and what else there is to know. */
export interface Contender<Answer extends { readonly ms: number }> {
  readonly name: string;
  run(first: boolean): Promise<Answer | Unable>;
}

export interface Times<Answer> {
  /** Milliseconds, sorted. */
  readonly times: readonly number[];
  readonly median: number;
  /** Of the first run. */
  readonly answer: Answer;
}

export interface Effort {
  /** Measured runs of each, after the one that warms up. */
  readonly rounds: number;
  /** Milliseconds that one contender may take for its measured runs: slow ones get fewer; beyond it the first run is the measured one. */
  readonly budget: number;
}

/** Milliseconds that a contender runs before it is measured: engines that compile what is hot need them. */
const WARM_UP = 1000;
/** Runs shorter than this many milliseconds get ten times the rounds. */
const SHORT = 20;

/** Runs the contenders in turn, A B A B …, so that a change of the machine's speed meets all. */
export async function measure<Answer extends { readonly ms: number }>(
  contenders: readonly Contender<Answer>[],
  effort: Effort,
): Promise<Map<string, Times<Answer> | Unable>> {
  const found = new Map<string, Times<Answer> | Unable>();
  const entrants: { name: string; run: Contender<Answer>['run']; answer: Answer; rounds: number; times: number[] }[] = [];
  for (const { name, run } of contenders) {
    const answer = await run(true);
    if ('unable' in answer) {
      found.set(name, answer);
      continue;
    }
    const ms = await warmUp(run, answer.ms);
    entrants.push({
      name,
      run,
      answer,
      ...(ms > effort.budget ? { rounds: 0, times: [ms] } : { rounds: roundsFor(ms, effort), times: [] }),
    });
  }
  for (let round = 0; entrants.some(({ rounds }) => round < rounds); round++) {
    for (const { name, run, rounds, times } of entrants) {
      if (round >= rounds || found.has(name)) continue;
      const answer = await run(false);
      if ('unable' in answer) found.set(name, answer);
      else times.push(answer.ms);
    }
  }
  for (const { name, times, answer } of entrants) {
    times.sort((a, b) => a - b);
    if (!found.has(name)) found.set(name, { times, median: medianOf(times), answer });
  }
  return found;
}

/** Runs on until warm; answers the milliseconds of the last run. */
async function warmUp(run: (first: boolean) => Promise<{ readonly ms: number } | Unable>, first: number): Promise<number> {
  let last = first;
  for (let spent = first; spent < WARM_UP; spent += last) {
    const answer = await run(false);
    if ('unable' in answer) break;
    last = Math.max(answer.ms, 1e-3);
  }
  return last;
}

function roundsFor(ms: number, { rounds, budget }: Effort): number {
  const most = ms < SHORT ? 10 * rounds : rounds;
  return Math.max(1, Math.min(most, Math.floor(budget / ms)));
}

/** The middle of sorted numbers; the mean of the two in the middle where their number is even. */
export function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
