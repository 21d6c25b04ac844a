import type { StepSums } from '../engine/kernel.ts';
import { joinMeasured, type Measurement } from './measurement.ts';
import type { Answers, Part } from './part.ts';
import { addTo, type SumsNode, SumsTree } from './sums-tree.ts';

/** All rows of a task, wherever they are: one call, one pass. Partial sums are reduced in chunk order. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  /** Forgets all labels and sums: the next step starts anew, with any number of centroids. */
  forget(): Promise<void>;
  /**
   * Sets the centroids, labels every row with its nearest and sums the rows by label; `changed` and `touched` say what is new since the last step.
   * The sums are good until the next step, and not to be changed.
   */
  step(centroids: Float32Array, k: number): Promise<StepSums>;
  labels(): Promise<Int32Array>;
  /** Distance of each row to the centroid of its label. */
  labelDistances(): Promise<Float64Array>;
  /** The objective: sum of weight · distance to the own centroid. */
  inertia(): Promise<number>;
  /** Whether the rows can be measured: dense euclidean ones. */
  readonly measurable: boolean;
  /** What is told of rows by their last step, worked out once; forgets all seeds. The distances are good until another step, or until seeds are asked for. */
  measure(): Promise<Measurement>;
  /** One row, dense. */
  row(index: number): Promise<Float32Array>;
  clearSeeds(): Promise<void>;
  /** For each of m candidate seeds: the potential (sum of weight · distance to the nearest seed) were it taken. */
  trySeeds(candidates: Float32Array, m: number): Promise<Float64Array>;
  /** Takes a seed; answers the potential. */
  takeSeed(seed: Float32Array): Promise<number>;
  /** A row drawn by its share of the potential; `draw` is uniform in [0, 1). */
  pickRow(draw: number): Promise<number>;
  /** Each row's distance to its nearest seed; good until the next call. */
  seedDistances(): Promise<Float32Array>;
}

/** Rows in parts, the first rows in the first part. All parts are asked at once, the first last: it may be the calling thread's. Answers are taken in chunk order. */
export function rowsOf(parts: readonly Part[], columns: number, measurable: boolean): Rows {
  const rows = parts.reduce((count, part) => count + part.rows, 0);
  const chunks = placesOf(parts);
  const potentials = new Float64Array(chunks.length);
  let running: Pick<StepSums, 'sums' | 'totals' | 'members'> | undefined;
  let measurement: Promise<Measurement> | undefined;

  const starts = chunks.filter(({ chunk }) => chunk === 0);
  /** Answers of all parts, each asked with its first row. */
  const asked = <Answer>(ask: (part: Part, first: number) => Answer): Answer[] =>
    starts
      .toReversed()
      .map(({ part, first }) => ask(part, first))
      .reverse();

  async function measured(): Promise<Measurement> {
    const { sums, totals } = running as NonNullable<typeof running>;
    const squares = new Float64Array(sums.length);
    let inertia = 0;
    await inOrder(
      asked((part) => part.measure()),
      (chunk) => {
        addAll(squares, chunk.squares);
        inertia += chunk.inertia;
      },
    );
    const joined = joinMeasured(await Promise.all(asked((part) => part.measured())));
    return { ...joined, sums, totals, squares, inertia };
  }

  /** The part a row is in, and the part's first row. */
  const partOf = (row: number): Place => chunks.findLast(({ first }) => first <= row) as Place;

  return {
    rows,
    columns,
    forget: async () => {
      await Promise.all(asked((part) => part.forget()));
      running = undefined;
      measurement = undefined;
    },
    step: async (centroids, k) => {
      measurement = undefined;
      const answers = asked((part) => part.step(centroids, k));
      running ??= { sums: new Float64Array(k * columns), totals: new Float64Array(k), members: new Int32Array(k) };
      const found = totalOf(answers.length === 1 ? await answers[0] : (await Promise.all(answers)).flat());
      const now = { ...running, touched: new Uint8Array(k) };
      if (found && found.changed > 0) addTo(now, found);
      return { ...now, changed: found?.changed ?? 0 };
    },
    labels: async () => {
      const labels = new Int32Array(rows);
      await Promise.all(asked((part, first) => part.labels(labels.subarray(first, first + part.rows))));
      return labels;
    },
    labelDistances: async () => joined(await Promise.all(asked((part) => part.labelDistances())), (length) => new Float64Array(length)),
    inertia: async () => {
      let total = 0;
      await inOrder(
        asked((part) => part.inertia()),
        (chunk) => {
          total += chunk;
        },
      );
      return Math.max(0, total);
    },
    measurable,
    measure: () => {
      measurement ??= measured();
      return measurement;
    },
    row: async (index) => {
      const { part, first } = partOf(index);
      return part.row(index - first);
    },
    clearSeeds: async () => {
      measurement = undefined;
      await Promise.all(asked((part) => part.clearSeeds()));
    },
    trySeeds: async (candidates, m) => {
      const sums = new Float64Array(m);
      await inOrder(
        asked((part) => part.trySeeds(candidates, m)),
        (chunk) => addAll(sums, chunk),
      );
      return sums;
    },
    takeSeed: async (seed) => {
      let i = 0;
      await inOrder(
        asked((part) => part.takeSeed(seed)),
        (potential) => {
          potentials[i++] = potential;
        },
      );
      return sum(potentials);
    },
    pickRow: async (draw) => {
      let target = draw * sum(potentials);
      let i = 0;
      while (i < chunks.length - 1 && (target >= potentials[i] || potentials[i] === 0)) target -= potentials[i++];
      const { part, chunk, first } = chunks[i];
      return first + (await part.pickRow(chunk, target));
    },
    seedDistances: async () => {
      const distances = await Promise.all(asked((part) => part.seedDistances()));
      return joined(distances, (length) => new Float32Array(length));
    },
  };
}

/** What steps did to all rows; undefined for none. The nodes become the tree's own. */
function totalOf(nodes: readonly SumsNode[]): StepSums | undefined {
  if (nodes.length === 1) return nodes[0];
  const tree = new SumsTree();
  for (const node of nodes) tree.add(node, true);
  return tree.total();
}

/** Where a chunk is. */
interface Place {
  readonly part: Part;
  /** Its number in the part. */
  readonly chunk: number;
  /** The part's first row. */
  readonly first: number;
}

/** The places of all chunks. */
function placesOf(parts: readonly Part[]): Place[] {
  let next = 0;
  return parts.flatMap((part) => {
    const first = next;
    next += part.rows;
    return Array.from({ length: part.chunks }, (_, chunk) => ({ part, chunk, first }));
  });
}

/** Takes the answers of all parts, chunk by chunk. */
async function inOrder<T>(answers: readonly Answers<T>[], take: (answer: T) => void): Promise<void> {
  for (const answer of answers) for await (const one of answer) take(one);
}

function joined<Values extends Float32Array | Float64Array>(parts: readonly Values[], make: (length: number) => Values): Values {
  if (parts.length === 1) return parts[0];
  const out = make(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function addAll(sums: Float64Array, part: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] += part[i];
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
