import type { Pace } from '../../core/pace.ts';
import type { ElementRecord } from '../../core/types.ts';
import type { EncoderState } from '../../features/types.ts';
import { bounded, type FieldTotal, totalOf } from './bounds.ts';
import { joinMoments, MomentSums, type Moments } from './moments.ts';
import { NumberList } from './number-list.ts';
import { type ListReceiver, RecordReader, readList } from './record-reader.ts';
import { countsIn, type LabelledRows, PACE_ROWS } from './rows-by-label.ts';
import type { FieldTally, Tallies, Tally } from './tallies.ts';

/**
 * Tallies of records, their fields as the encoder of this state knows them: the most frequent fields and values of each cluster, and all that `known`
 * tells of it.
 */
export async function gatherRecords(
  records: readonly ElementRecord[],
  state: EncoderState,
  rows: LabelledRows,
  pace: Pace,
  known?: Tallies,
): Promise<Tallies> {
  const reader = new RecordReader(state);
  const lists = Array.from({ length: rows.k }, () => new NumberList());
  for (let row = 0; row < records.length; row++) {
    if (row % PACE_ROWS === 0) await pace();
    if (countsIn(rows, row)) reader.read(records[row], rows.weights[row], lists[rows.labels[row]]);
  }
  const counts = new Counts(reader);
  const clusters: Tally[] = [];
  for (const [label, list] of lists.entries()) {
    await pace();
    readList(list, counts);
    clusters.push(bounded(counts.take(), known?.clusters[label]));
  }
  const all = totalOf(clusters, (path) => counts.totalOf(path), known?.all);
  return { kinds: new Map([...all.fields.keys()].map((path) => [path, reader.fields.get(path)?.kind ?? 'category'])), clusters, all };
}

/** Weights of items and moments of numbers: of the cluster at hand, and of all rows so far. */
class Counts implements ListReceiver {
  readonly #reader: RecordReader;
  readonly #own: Float64Array;
  readonly #total: Float64Array;
  readonly #numbers: MomentSums;
  readonly #totalNumbers: (Moments | null)[];
  /** Items of the cluster at hand. */
  #touched: number[] = [];
  #weight = 0;
  /** Weight of the record at hand. */
  #recordWeight = 0;

  /** @param reader That has read all records. */
  constructor(reader: RecordReader) {
    this.#reader = reader;
    this.#own = new Float64Array(reader.items.length);
    this.#total = new Float64Array(reader.items.length);
    this.#numbers = new MomentSums(reader.fields.size);
    this.#totalNumbers = new Array(reader.fields.size).fill(null);
  }

  record(weight: number): void {
    this.#recordWeight = weight;
    this.#weight += weight;
  }

  item(item: number): void {
    if (this.#own[item] === 0) this.#touched.push(item);
    this.#own[item] += this.#recordWeight;
  }

  number(field: number, number: number): void {
    this.#numbers.add(field, number, this.#recordWeight);
  }

  /** The tally of the cluster at hand; the next one starts from nothing. */
  take(): Tally {
    const fields = new Map<string, FieldTally>();
    const fieldOf = (path: string): FieldTally => {
      const found = fields.get(path) ?? { present: 0, values: new Map(), numbers: null };
      fields.set(path, found);
      return found;
    };
    for (const item of this.#touched) {
      const { field, value } = this.#reader.items[item];
      const tally = fieldOf(field.path);
      if (value !== null) tally.values.set(value, this.#own[item]);
      else {
        tally.present = this.#own[item];
        tally.numbers = this.#numbers.moments(field.number);
        this.#totalNumbers[field.number] = joinMoments(this.#totalNumbers[field.number], tally.numbers);
        this.#numbers.clear(field.number);
      }
      this.#total[item] += this.#own[item];
      this.#own[item] = 0;
    }
    const weight = this.#weight;
    this.#touched = [];
    this.#weight = 0;
    return { weight, fields };
  }

  /** What is known of a field in all rows. */
  totalOf(path: string): FieldTotal | undefined {
    const field = this.#reader.fields.get(path);
    if (field === undefined) return undefined;
    const weightOf = (value: string): number | undefined => {
      const item = field.items.get(value);
      return item === undefined ? undefined : this.#total[item];
    };
    return { present: this.#total[field.present], numbers: this.#totalNumbers[field.number], values: { get: weightOf } };
  }
}
