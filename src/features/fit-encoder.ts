import type { ElementRecord } from '../core/types.ts';
import { inferKind } from './infer.ts';
import { chooseLayout } from './layout.ts';
import { resolveOptions } from './options.ts';
import { presenceEncoder } from './presence.ts';
import { fitPresence } from './presence-fit.ts';
import { survey } from './survey.ts';
import { tableEncoder } from './table.ts';
import { fitTable } from './table-fit.ts';
import { tokensEncoder } from './tokens-encoder.ts';
import { fitTokens } from './tokens-fit.ts';
import type { Encoder, FeatureMode, FeatureOptions } from './types.ts';

/**
 * Learns from training records how records become rows: the kind of every field, the layout and its columns. The order of the
 * records, and of the keys in them, does not matter. Each record must be an object; what is in it may be anything.
 * Throws `INVALID_OPTION` for options out of range.
 */
export function fitEncoder(records: readonly ElementRecord[], options?: FeatureMode | FeatureOptions): Encoder {
  const resolved = resolveOptions(options);
  const surveyed = survey(records, resolved.maxValueLength, resolved.ignored);
  if (resolved.mode === 'presence') return presenceEncoder(fitPresence(surveyed, resolved));
  const kinds = new Map([...surveyed.fields].map(([path, values]) => [path, resolved.kinds.get(path) ?? inferKind(path, values)]));
  const layout = resolved.mode === 'auto' ? chooseLayout(surveyed, kinds) : resolved.mode;
  if (layout === 'table') return tableEncoder(fitTable(surveyed, kinds, resolved));
  return tokensEncoder(fitTokens(surveyed, kinds, resolved));
}
