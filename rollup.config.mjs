import { copyFileSync, mkdirSync } from 'node:fs';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import dts from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';
import license from 'rollup-plugin-license';

/** The core as a file of its own, for runtimes that want a module instead of bytes. */
const coreFile = {
  name: 'core-file',
  writeBundle() {
    mkdirSync('dist', { recursive: true });
    copyFileSync('build/core.wasm', 'dist/core.wasm');
  },
};

const notices = license({ thirdParty: { output: 'dist/THIRD-PARTY-LICENCES.txt' } });

/** Node: dependencies stay imports. */
const node = (input, file) => ({
  input,
  output: { file, format: 'es', sourcemap: true },
  external: (id) => !/^[./]/.test(id),
  plugins: [esbuild({ target: 'node20' })],
});

/** Browsers: one file that needs no other, so that it also runs without a bundler. */
const browser = (input, file) => ({
  input,
  output: { file, format: 'es', sourcemap: true },
  plugins: [nodeResolve({ browser: true }), commonjs(), esbuild({ target: 'es2022', minify: true }), notices, coreFile],
});

const types = {
  input: { index: 'src/index.ts', 'file-store': 'src/adapters/file-store.ts', 'idb-store': 'src/adapters/idb-store.ts' },
  output: { dir: 'dist', format: 'es', chunkFileNames: 'types.d.ts' },
  external: (id) => !/^[./]/.test(id) && !id.startsWith(process.cwd()),
  plugins: [dts()],
};

export default [
  node('src/index.ts', 'dist/index.js'),
  node('src/adapters/file-store.ts', 'dist/file-store.js'),
  browser('src/index.browser.ts', 'dist/index.browser.js'),
  browser('src/adapters/idb-store.ts', 'dist/idb-store.js'),
  types,
];
