import { log } from '../core/log.ts';
import { power } from '../core/power.ts';
import { extendHash, HASH_START, mixHash } from './hash.ts';
import type { Family, TokensState } from './types.ts';
import { FAMILIES } from './types.ts';

/** Columns that all tokens without a column of their own share, by hash; they lie behind the learned ones. */
export const OVERFLOW_COLUMNS = 1024;

// One letter a family, in the order of FAMILIES.
const LETTERS = 'gtnkiusv#pw';
const PREFIX = /^(.)(\d+):/;
// Token values are whole multiples of this: their sums are exact, whatever the order.
const STEP = 1 / 0x1000000;

/** What all tokens of a family and field begin with; the path's length tells where it ends: `v5:class=` + value. */
export function tokenPrefix(family: Family, path: string): string {
  return `${LETTERS[FAMILIES.indexOf(family)]}${path.length}:${path}=`;
}

export interface TokenParts {
  readonly family: Family;
  readonly field: string;
  readonly prefix: string;
  readonly value: string;
}

/** The parts a token was made of, or undefined for text that is not a token. */
export function parseToken(token: string): TokenParts | undefined {
  const match = PREFIX.exec(token);
  const family = match ? FAMILIES[LETTERS.indexOf(match[1])] : undefined;
  if (match === null || family === undefined) return undefined;
  const start = match[0].length;
  const end = start + Number(match[2]);
  if (token[end] !== '=') return undefined;
  return { family, field: token.slice(start, end), prefix: token.slice(0, end + 1), value: token.slice(end + 1) };
}

/** The tokens of one family and field. */
export interface TokenGroup {
  /** Columns of the learned ones by value. */
  readonly learned: ReadonlyMap<string, number> | undefined;
  /** Hash of the prefix, to be extended by the value. */
  readonly hash: number;
  /** What a token adds in an overflow column. */
  readonly rareAmount: number;
}

/** Columns and values of tokens: a learned token has its own column, all others share the overflow columns. */
export interface Vocabulary {
  readonly columns: number;
  group(family: Family, path: string): TokenGroup;
  columnOf(group: TokenGroup, value: string): number;
  /** What a token of the group adds in its column, when it counts `part` of its weight. */
  amountOf(group: TokenGroup, column: number, part: number): number;
}

/**
 * The vocabulary of a state. A token's amount is weight × idf^idfPower with idf = ln((1 + n) / (1 + df)) + 1 for n training records of
 * which df have it (Spärck Jones, 1972, smoothed); for tokens in overflow columns df = 1. Amounts are rounded to multiples of 2^-24.
 */
export function vocabularyOf({ rows, idfPower, weights, tokens, counts }: TokensState): Vocabulary {
  const columns = new Map<string, Map<string, number>>();
  tokens.forEach((token, column) => {
    const { prefix, value } = parseToken(token) as TokenParts;
    const values = columns.get(prefix) ?? new Map<string, number>();
    columns.set(prefix, values.set(value, column));
  });
  const amount = (family: Family, count: number): number => weights[family] * power(log((1 + rows) / (1 + count)) + 1, idfPower);
  const learnedAmounts = tokens.map((token, column) => amount((parseToken(token) as TokenParts).family, counts[column]));
  return {
    columns: tokens.length + OVERFLOW_COLUMNS,
    group: (family, path) => {
      const prefix = tokenPrefix(family, path);
      return { learned: columns.get(prefix), hash: extendHash(HASH_START, prefix), rareAmount: amount(family, 1) };
    },
    columnOf: ({ learned, hash }, value) => learned?.get(value) ?? tokens.length + (mixHash(extendHash(hash, value)) % OVERFLOW_COLUMNS),
    amountOf: ({ rareAmount }, column, part) => Math.round((part * (learnedAmounts[column] ?? rareAmount)) / STEP) * STEP,
  };
}
