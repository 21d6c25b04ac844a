// Puts each compiled module, compressed, into a module of its own, so that every way of running the library has it without a file to find.
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

for (const name of ['core', 'trees']) {
  const wasm = deflateRawSync(readFileSync(new URL(`../build/${name}.wasm`, import.meta.url)), { level: 9 });
  const module = `/** The compiled module ${name} (deflate, base64), made by \`npm run build:core\`; not to be edited. */
export const ${name.toUpperCase()}_BASE64 =
  '${wasm.toString('base64')}';
`;
  writeFileSync(new URL(`../src/engine/${name}-bytes.ts`, import.meta.url), module);
}
