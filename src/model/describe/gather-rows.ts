import type { DenseInput, SparseInput } from '../../core/input.ts';
import type { Pace } from '../../core/pace.ts';
import type { CsrMatrix, DenseMatrix } from '../../core/types.ts';
import { isSparse, type NumericInput } from '../../matrix/space.ts';
import { MOST_FIELDS, totalOf } from './bounds.ts';
import { effectOfMeans } from './contrast.ts';
import { joinMoments, MomentSums, type Moments, withoutMoments } from './moments.ts';
import { type LabelledRows, PACE_ROWS, type RowsByLabel, rowsByLabel } from './rows-by-label.ts';
import type { FieldTally, Tallies, Tally } from './tallies.ts';

/** A column of some rows. */
interface Column extends FieldTally {
  readonly column: number;
  readonly numbers: Moments;
}

/** Columns by their numbers, in their order. */
type Columns = ReadonlyMap<number, Column>;

/** The columns of all rows together and, label by label, those of a cluster. */
interface GatheredColumns {
  readonly all: Columns;
  of(label: number): Promise<Column[]>;
}

/** Rows by label, and the weight of each label's. */
interface SortedRows extends LabelledRows, RowsByLabel {
  readonly totals: Float64Array;
}

/** Sums of so many places stay in the second level of cache. */
const CACHED_PLACES = 8192;

/**
 * Tallies of rows of numbers, their columns called x0, x1, …: of more than 64 columns those that `known` tells of a cluster, else those that set it
 * apart most. A value that a sparse row leaves out is 0, but not present.
 */
export async function gatherRows(input: NumericInput, rows: LabelledRows, pace: Pace, known?: Tallies): Promise<Tallies> {
  const sorted = sortRows(rows);
  const gathered = await (isSparse(input) ? sparseColumns(input, sorted, pace) : denseColumns(input, sorted, pace));
  const clusters: Tally[] = [];
  for (const [label, weight] of sorted.totals.entries()) {
    await pace();
    const columns = await gathered.of(label);
    const told = known?.clusters[label]?.fields ?? new Map<string, FieldTally>();
    const kept = told.size > 0 ? columns.filter(({ column }) => told.has(nameOf(column))) : strongest(columns, gathered.all);
    clusters.push({ weight, fields: new Map(kept.map((one) => [nameOf(one.column), one])) });
  }
  const all = totalOf(clusters, (path) => gathered.all.get(Number(path.slice(1))), known?.all);
  return { kinds: new Map([...all.fields.keys()].map((path) => [path, 'number'])), clusters, all };
}

function sortRows(rows: LabelledRows): SortedRows {
  const { order, starts } = rowsByLabel(rows);
  const totals = new Float64Array(rows.k);
  for (let label = 0; label < rows.k; label++) {
    for (let i = starts[label]; i < starts[label + 1]; i++) totals[label] += rows.weights[order[i]];
  }
  return { ...rows, order, starts, totals };
}

async function denseColumns(input: DenseInput | DenseMatrix, rows: SortedRows, pace: Pace): Promise<GatheredColumns> {
  const { columns } = input;
  const { k } = rows;
  const sums = new MomentSums(k * columns);
  // label after label the sums of a cluster stay in the cache; in their own order the rows do, if the sums of all fit in beside them
  const order = k * columns > CACHED_PLACES ? rows.order : rows.order.slice().sort();
  for (let first = 0; first < order.length; first += PACE_ROWS) {
    await pace();
    sums.addRows(order.subarray(first, first + PACE_ROWS), { ...input, ...rows });
  }
  sums.endRows(columns);
  const read = (momentsOf: (column: number) => Moments | null): Column[] => {
    const found = Array.from({ length: columns }, (_, column) => ({ column, numbers: momentsOf(column) }));
    return found.flatMap(({ column, numbers }) => (numbers ? columnOf(column, numbers, numbers.weight) : []));
  };
  const all = read((column) => {
    let joined: Moments | null = null;
    for (let label = 0; label < k; label++) joined = joinMoments(joined, sums.moments(label * columns + column));
    return joined;
  });
  return { all: byNumber(all), of: async (label) => read((column) => sums.moments(label * columns + column)) };
}

async function sparseColumns(input: SparseInput | CsrMatrix, rows: SortedRows, pace: Pace): Promise<GatheredColumns> {
  const { values, indices, offsets } = input;
  const sums = new MomentSums(input.columns);
  /** The columns of rows `order[from]` up to `order[to]`. */
  const read = async (from: number, to: number, weight: number): Promise<Column[]> => {
    const touched: number[] = [];
    for (let i = from; i < to; i++) {
      if (i % PACE_ROWS === 0) await pace();
      const row = rows.order[i];
      for (let at = offsets[row]; at < offsets[row + 1]; at++) {
        if (!sums.has(indices[at])) touched.push(indices[at]);
        sums.add(indices[at], values[at], rows.weights[row]);
      }
    }
    return Array.from(Uint32Array.from(touched).sort(), (column) => {
      const given = sums.moments(column) as Moments;
      sums.clear(column);
      const zeros = weight - given.weight;
      const left = zeros > weight * 1e-9 ? { weight: zeros, mean: 0, squares: 0, least: 0, most: 0 } : null;
      return columnOf(column, joinMoments(given, left) as Moments, given.weight);
    });
  };
  const all = await read(
    0,
    rows.order.length,
    rows.totals.reduce((sum, weight) => sum + weight, 0),
  );
  return { all: byNumber(all), of: (label) => read(rows.starts[label], rows.starts[label + 1], rows.totals[label]) };
}

/** The 64 columns that set a cluster apart most, of equals the first. */
function strongest(own: Column[], all: Columns): Column[] {
  if (own.length <= MOST_FIELDS) return own;
  const strengths = Float64Array.from(own, ({ column, numbers }) => {
    const others = withoutMoments((all.get(column) as Column).numbers, numbers);
    return others ? Math.abs(effectOfMeans(numbers, others)) : 0;
  });
  const least = strengths.slice().sort()[own.length - MOST_FIELDS];
  const stronger = strengths.reduce((count, strength) => count + Number(strength > least), 0);
  let equals = MOST_FIELDS - stronger;
  return own.filter((_, i) => strengths[i] > least || (strengths[i] === least && equals-- > 0));
}

function columnOf(column: number, numbers: Moments, present: number): Column {
  return { column, present, values: new Map(), numbers };
}

function byNumber(columns: Column[]): Columns {
  return new Map(columns.map((one) => [one.column, one]));
}

function nameOf(column: number): string {
  return `x${column}`;
}
