import type { ResolvedOptions } from './options.ts';
import type { Survey } from './survey.ts';
import { mostFrequent } from './survey.ts';
import type { PresenceState } from './types.ts';

/** Learns the fields of the training records, the `maxColumns` most frequent; columns in code-unit order of their paths. */
export function fitPresence({ fields }: Survey, { maxColumns, ignored }: ResolvedOptions): PresenceState {
  const counts = new Map([...fields].map(([path, values]) => [path, values.present]));
  return { layout: 'presence', paths: mostFrequent(counts, maxColumns).sort(), ignored: [...ignored] };
}
