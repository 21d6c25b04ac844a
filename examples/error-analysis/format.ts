import { shorten } from '../demo/report.ts';
import type { Scores } from './score.ts';

/** Elements and roles are cut to so many characters. */
const WIDTH = 90;

export const SCORES = ['Q', 'AMI', 'ARI', 'V'];

/** In the order of {@link SCORES}. */
export function figures({ q, ami, ari, v }: Scores): string[] {
  return [q, ami, ari, v].map(show);
}

export function show(score: number): string {
  return score.toFixed(3);
}

export function change(before: number, after: number): string {
  return `${show(before)} → ${show(after)} (${signed(after - before)})`;
}

export function signed(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${show(Math.abs(difference))}`;
}

export function code(text: string): string {
  return `\`${shorten(text, WIDTH).replaceAll('|', '\\|').replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
}
