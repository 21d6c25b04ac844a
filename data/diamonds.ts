/** Reads diamonds.csv and its split; see README.md for what is in them. */
import { readFile } from 'node:fs/promises';

/** A diamond; `price` in US dollars. */
export interface Diamond extends Readonly<Record<string, string | number>> {
  readonly carat: number;
  readonly cut: string;
  readonly color: string;
  readonly clarity: string;
  readonly depth: number;
  readonly table: number;
  readonly price: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** The levels of the three categories, the worst first. */
export const DIAMOND_ORDERS = {
  cut: ['Fair', 'Good', 'Very Good', 'Premium', 'Ideal'],
  color: ['J', 'I', 'H', 'G', 'F', 'E', 'D'],
  clarity: ['I1', 'SI2', 'SI1', 'VS2', 'VS1', 'VVS2', 'VVS1', 'IF'],
} as const;

/** All rows of diamonds.csv, in their order (Node only). */
export async function readDiamonds(): Promise<Diamond[]> {
  const text = await readFile(new URL('diamonds.csv', import.meta.url), 'utf8');
  const [names, ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, name in DIAMOND_ORDERS ? row[i] : Number(row[i])])) as Diamond);
}

/** The rows with a price above 0 and no dimension of 0, 80 % of them to learn from and 20 % to test on, as diamonds.split.bin has them (Node only). */
export async function splitDiamonds(): Promise<{ train: Diamond[]; test: Diamond[] }> {
  const whole = (await readDiamonds()).filter(({ price, x, y, z }) => price > 0 && x > 0 && y > 0 && z > 0);
  const marks = await readFile(new URL('diamonds.split.bin', import.meta.url));
  const isTest = (row: number): boolean => ((marks[row >> 3] >> (row & 7)) & 1) === 1;
  return { train: whole.filter((_, row) => !isTest(row)), test: whole.filter((_, row) => isTest(row)) };
}
