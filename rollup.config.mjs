import { copyFileSync, mkdirSync } from 'node:fs';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import dts from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';
import license from 'rollup-plugin-license';

/** The compiled modules as files of their own, for runtimes that want a module instead of bytes. */
const wasmFiles = {
  name: 'wasm-files',
  writeBundle() {
    mkdirSync('dist', { recursive: true });
    for (const file of ['core.wasm', 'trees.wasm']) copyFileSync(`build/${file}`, `dist/${file}`);
  },
};

const notices = license({ thirdParty: { output: 'dist/THIRD-PARTY-LICENCES.txt' } });

/** What several entries need, the error classes above all, they share: there is one of each, whichever entries a program imports. */
const output = (chunks) => ({ dir: 'dist', format: 'es', sourcemap: true, chunkFileNames: `${chunks}/[name].js` });

/** A worker's script is fetched by itself, best in one request. */
const oneFile = { dir: 'dist', format: 'es', sourcemap: true, inlineDynamicImports: true };

/** The pool of workers looks for their script beside itself. */
const besideScript = (id) => (id.endsWith('/node-workers.ts') ? 'node-workers' : undefined);

/** Entries that are the same in every runtime, and are built with those of each, so that they share their classes. */
const neutral = { metrics: 'src/metrics/index.ts', estimators: 'src/estimators.ts', regression: 'src/regression.ts' };

/** Node: dependencies stay imports. */
const node = {
  input: {
    index: 'src/index.ts',
    'file-store': 'src/adapters/file-store.ts',
    'node/node-shard-worker': 'src/adapters/node-shard-worker.ts',
    pipeline: 'src/pipeline.ts',
    'job-worker': 'src/job-worker.ts', // beside the pipeline, which looks for it there
    ...neutral,
  },
  output: { ...output('node'), manualChunks: besideScript, onlyExplicitManualChunks: true },
  external: (id) => !/^[./]/.test(id),
  plugins: [esbuild({ target: 'node20' })],
};

/** Browsers: nothing but relative imports, so that it also runs without a bundler. */
const browser = (input, files = output('browser')) => ({
  input,
  output: files,
  plugins: [nodeResolve({ browser: true }), commonjs(), esbuild({ target: 'es2022', minify: true }), notices, wasmFiles],
});

const client = 'src/adapters/worker-client.ts';
const idbStore = 'src/adapters/idb-store.ts';

const types = {
  input: {
    index: node.input.index,
    'file-store': node.input['file-store'],
    'idb-store': idbStore,
    'worker-client': client,
    pipeline: node.input.pipeline,
    ...neutral,
  },
  output: { dir: 'dist', format: 'es', chunkFileNames: 'types/[name].d.ts' },
  external: (id) => !/^[./]/.test(id) && !id.startsWith(process.cwd()),
  plugins: [dts({ compilerOptions: { stripInternal: true } })],
};

export default [
  node,
  browser({
    'index.browser': 'src/index.browser.ts',
    'idb-store': idbStore,
    'worker-client': client,
    ...Object.fromEntries(Object.entries(neutral).map(([name, file]) => [`${name}.browser`, file])),
  }),
  browser({ worker: 'src/worker.ts' }, oneFile),
  browser({ 'shard-worker': 'src/shard-worker.ts' }, oneFile),
  types,
];
