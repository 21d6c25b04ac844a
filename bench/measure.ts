export interface Contender<T> {
  readonly name: string;
  run(): Promise<T> | T;
}

export interface Measured<T> {
  readonly name: string;
  /** Milliseconds, sorted. */
  readonly times: readonly number[];
  readonly median: number;
  readonly result: T;
}

/** Runs the contenders in turn, A B A B …, so that a change of the machine's speed meets all; the first round warms up and is not counted. */
export async function measure<T>(contenders: readonly Contender<T>[], rounds: number): Promise<Measured<T>[]> {
  const times = contenders.map((): number[] => []);
  const results: T[] = [];
  for (let round = 0; round <= rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      const start = performance.now();
      results[i] = await contender.run();
      if (round > 0) times[i].push(performance.now() - start);
    }
  }
  return contenders.map(({ name }, i) => {
    const sorted = times[i].sort((a, b) => a - b);
    return { name, times: sorted, median: sorted[sorted.length >> 1], result: results[i] };
  });
}
