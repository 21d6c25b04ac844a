// Puts the compiled core into a module of its own, so that every way of running the library has it without a file to find.
import { readFileSync, writeFileSync } from 'node:fs';

const core = readFileSync(new URL('../build/core.wasm', import.meta.url));
const module = `/** The compiled core, made by \`npm run build:core\`; not to be edited. */
export const CORE_BASE64 =
  '${core.toString('base64')}';
`;
writeFileSync(new URL('../src/engine/core-bytes.ts', import.meta.url), module);
