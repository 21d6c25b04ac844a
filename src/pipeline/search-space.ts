import { exp } from '../core/exp.ts';
import { log } from '../core/log.ts';
import type { Random } from '../core/random.ts';
import type { SearchRange, SearchSpace } from '../estimators/estimator.ts';

/** Options drawn at random from a space, in code-unit order of their names so that the same seed gives the same draw. */
export function drawOptions(space: SearchSpace, random: Random): Record<string, unknown> {
  const drawn: Record<string, unknown> = {};
  for (const name of Object.keys(space).sort()) drawn[name] = drawValue(space[name], random.next());
  return drawn;
}

/** The value of a range at a place from 0 up to, not including, 1: evenly on its scale. */
function drawValue(range: SearchRange, place: number): unknown {
  if (range.kind === 'choice') return range.values[Math.floor(place * range.values.length)];
  const { kind, least, most, scale } = range;
  const end = kind === 'integer' ? most + 1 : most; // whole numbers are the lower ends of their shares
  const value = scale === 'linear' ? least + place * (end - least) : exp(log(least) + place * (log(end) - log(least)));
  return Math.min(Math.max(kind === 'integer' ? Math.floor(value) : value, least), most);
}
