import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the log is kept. The URL may hold a password. */
export type LogTarget = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

/**
 * What a setting means: `none` (undefined), a PostgreSQL URL, a `file:` URL, or the path of a SQLite file.
 * Throws for URLs of other databases, without repeating the setting, which may hold a password.
 */
export function readLogTarget(setting: string): LogTarget | undefined {
  if (setting === 'none') return undefined;
  const [, scheme] = /^([a-z][a-z0-9+.-]+):/i.exec(setting) ?? [];
  switch (scheme?.toLowerCase()) {
    case 'postgres':
    case 'postgresql':
      return { kind: 'postgres', url: setting };
    case 'file':
      return { kind: 'sqlite', file: fileURLToPath(setting) };
    case undefined:
      return { kind: 'sqlite', file: resolve(setting) };
    default:
      throw new Error(`there is no log in a database of the kind ${scheme}: give a postgres:// URL, the path of a SQLite file, or none`);
  }
}
