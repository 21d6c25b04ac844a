/** A body as text for a database: any bytes come back as they were, also in a database whose text knows neither NUL nor broken UTF-8. */
export interface BodyText {
  readonly text: string;
  /** Base64 where the bytes are no UTF-8 or contain NUL. */
  readonly encoding: 'utf8' | 'base64';
}

/** @param truncated whether the bytes are the beginning of a longer body, which may end within a character; that one is left out then */
export function bodyText(bytes: Uint8Array, truncated: boolean): BodyText {
  try {
    // ignoreBOM: a mark at the beginning is kept, not skipped
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: truncated });
    if (!text.includes('\0')) return { text, encoding: 'utf8' };
  } catch {
    // no UTF-8
  }
  return { text: Buffer.from(bytes).toString('base64'), encoding: 'base64' };
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
