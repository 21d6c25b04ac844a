import { shorten } from './text.ts';

/** True when the user left the path out, by its own name or that of an object or array around it. */
export function isIgnored(path: string, ignored: readonly string[]): boolean {
  return ignored.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[]`));
}

/** Names whole sets of fields, the same for any order of the paths; a set in the same order as the one before costs nothing. */
export function fieldSetNamer(): (paths: readonly string[]) => string {
  let last: readonly string[] = [];
  let name = '';
  return (paths) => {
    if (paths.length === last.length && paths.every((path, i) => path === last[i])) return name;
    last = paths;
    name = shorten([...paths].sort().join(' '));
    return name;
  };
}
