import { presenceEncoder } from './presence.ts';
import { checkState } from './state.ts';
import { tableEncoder } from './table.ts';
import { tokensEncoder } from './tokens-encoder.ts';
import type { Encoder, EncoderState } from './types.ts';

/** The encoder that a state was taken from, from plain JSON data. Throws `CorruptModelError` for data that is not an encoder's state. */
export function restoreEncoder(state: unknown): Encoder {
  return encoderOf(checkState(state));
}

function encoderOf(state: EncoderState): Encoder {
  if (state.layout === 'table') return tableEncoder(state);
  return state.layout === 'tokens' ? tokensEncoder(state) : presenceEncoder(state);
}
