import type { Random } from '../../core/random.ts';
import { pickRows, type RegressionData } from '../regression/data.ts';
import type { BoostingSettings } from './options.ts';

/** What is learned from, and what is watched, if anything: the validation rows, or a share of the rows drawn at random. */
export function watchedRows(
  data: RegressionData,
  { earlyStopping, validationShare }: BoostingSettings,
  validation: RegressionData | undefined,
  random: Random,
): { data: RegressionData; watched?: RegressionData } {
  const rows = data.targets.length;
  if (earlyStopping === 0 || rows < 2) return { data };
  if (validation) return { data, watched: validation };
  const drawn = new Uint32Array(rows);
  const count = Math.min(rows - 1, Math.max(1, Math.round(rows * validationShare)));
  drawRows(drawn, rows, count, random);
  const watched = new Set(drawn.subarray(0, count));
  const rest = Array.from({ length: rows }, (_, row) => row).filter((row) => !watched.has(row));
  return { data: pickRows(data, rest), watched: pickRows(data, [...watched]) };
}

/** The first `count` of the list: all rows, or as many drawn without replacement (Knuth, TAOCP 3.4.2, algorithm S); rising. */
export function drawRows(list: Uint32Array, rows: number, count: number, random: Random): void {
  let taken = 0;
  for (let row = 0; taken < count; row++) {
    if (count === rows || (rows - row) * random.next() < count - taken) list[taken++] = row;
  }
}

/** Marks the fields that a tree may split by: their share, at least one. */
export function drawColumns(active: Uint8Array, share: number, random: Random): void {
  const count = Math.max(1, Math.round(active.length * share));
  let taken = 0;
  for (let i = 0; i < active.length; i++) {
    active[i] = Number((active.length - i) * random.next() < count - taken);
    taken += active[i];
  }
}
