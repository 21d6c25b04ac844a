// Puts the compiled core, compressed, into a module of its own, so that every way of running the library has it without a file to find.
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

const core = deflateRawSync(readFileSync(new URL('../build/core.wasm', import.meta.url)), { level: 9 });
const module = `/** The compiled core (deflate, base64), made by \`npm run build:core\`; not to be edited. */
export const CORE_BASE64 =
  '${core.toString('base64')}';
`;
writeFileSync(new URL('../src/engine/core-bytes.ts', import.meta.url), module);
