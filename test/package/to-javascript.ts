import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';

/** A TypeScript module as the JavaScript that a browser, or an old Node, takes; imports stay as they are. */
export async function toJavaScript(file: URL): Promise<string> {
  const { code } = await transform(await readFile(file, 'utf8'), { loader: 'ts', format: 'esm', target: 'es2022' });
  return code;
}
