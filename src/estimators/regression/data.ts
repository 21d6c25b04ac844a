import { ElementsClusteringError, invalidInput, show } from '../../core/errors.ts';
import { checkInput, checkWeights } from '../../core/input.ts';
import { log } from '../../core/log.ts';
import type { Pace } from '../../core/pace.ts';
import type { ElementRecord } from '../../core/types.ts';
import { fitFrame } from '../../features/frame/fit.ts';
import { createPuller } from '../../features/frame/pull.ts';
import { openFrame } from '../../features/frame/read.ts';
import type { Frame } from '../../features/frame/types.ts';
import type { RegressionOptions } from './options.ts';

/** What a regression is learned from: one column a field of the frame, targets (their logarithms where asked for) and weights, one a row. */
export interface RegressionData {
  readonly frame: Frame;
  readonly columns: readonly Float64Array[];
  readonly targets: Float64Array;
  readonly weights: Float64Array;
}

/** Records taken apart between two turns of the event loop. */
const CHUNK = 4096;
/** Weights beyond this are refused: their squares are summed. */
const MAX_WEIGHT = 1e15;
const MAX_FIELDS = 65_535;
/** Fields × records. */
const MAX_CELLS = 2 ** 26;

/**
 * Training records as data, with a frame of their own. Records of weight 0 are read, but not learned from.
 * @throws `INVALID_INPUT` naming row and field, `INVALID_OPTION`, `TOO_LARGE`, `ABORTED`.
 */
export async function trainingData(
  records: readonly ElementRecord[],
  options: RegressionOptions,
  given: ArrayLike<number> | undefined,
  pace: Pace,
): Promise<RegressionData> {
  const rows = checkRecords(records).length;
  const weights = Float64Array.from(checkWeights(given, rows));
  const heavy = weights.findIndex((weight) => weight > MAX_WEIGHT);
  if (heavy >= 0) throw invalidInput('invalid weight', { row: heavy, expected: `at most ${MAX_WEIGHT}`, received: show(weights[heavy]) });
  const puller = createPuller(records, wantedFields(options, rows));
  for (let first = 0; first < rows; first += CHUNK) {
    puller.take(first, Math.min(rows, first + CHUNK));
    await pace();
  }
  const frame = await fitFrame(puller, options, pace);
  const reader = openFrame(frame);
  const columns: Float64Array[] = [];
  for (const [position, { name }] of frame.fields.entries()) {
    columns.push(reader.column(position, puller.fields.get(name), rows));
    await pace();
  }
  const targets = reader.targets(puller.fields.get(frame.target), rows);
  const data = { frame, columns, targets: options.logTarget ? logarithms(targets, frame) : targets, weights };
  return weights.includes(0)
    ? pickRows(
        data,
        Array.from(weights.keys()).filter((row) => weights[row] > 0),
      )
    : data;
}

/** Tells the target and the fields to learn from; throws `TOO_LARGE` where there are too many of them. */
function wantedFields({ fields, target }: RegressionOptions, rows: number): (name: string) => boolean {
  const wanted = fields && new Set([...fields, target]);
  let count = 0;
  return (name) => {
    if (wanted && !wanted.has(name)) return false;
    if (++count <= MAX_FIELDS && count * rows <= MAX_CELLS) return true;
    const expected = `at most ${MAX_FIELDS} fields, and ${MAX_CELLS} values in all`;
    throw new ElementsClusteringError('TOO_LARGE', `${count} fields of ${rows} records: expected ${expected}`, {
      expected,
      received: `${count}`,
    });
  };
}

/**
 * Records as data of a frame learned before; each weighs 1.
 * @throws `INVALID_INPUT` naming row and field.
 */
export function moreData(records: readonly ElementRecord[], frame: Frame, logTarget: boolean): RegressionData {
  const { columns, targets } = openFrame(frame).both(checkRecords(records));
  return { frame, columns, targets: logTarget ? logarithms(targets, frame) : targets, weights: new Float64Array(records.length).fill(1) };
}

function logarithms(targets: Float64Array, { target: field }: Frame): Float64Array {
  const row = targets.findIndex((target) => target <= 0);
  if (row < 0) return targets.map(log);
  throw invalidInput('target without a logarithm', { row, field, expected: 'a number above 0', received: show(targets[row]) });
}

/** The rows whose numbers are listed. */
export function pickRows({ frame, columns, targets, weights }: RegressionData, rows: readonly number[]): RegressionData {
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
  return { frame, columns: columns.map(pick), targets: pick(targets), weights: pick(weights) };
}

/** Records, at least one. Throws `INVALID_INPUT`. */
export function checkRecords(records: readonly ElementRecord[]): readonly ElementRecord[] {
  const input = checkInput(records);
  if (input.kind === 'records') return input.records;
  throw invalidInput('another kind of rows', { row: 0, expected: 'records', received: 'numbers' });
}
