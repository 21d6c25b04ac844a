import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
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

/** Entries that are the same in every runtime, and are built with those of each, so that they share their classes. */
const neutral = { metrics: 'src/metrics/index.ts', estimators: 'src/estimators.ts', regression: 'src/regression.ts' };

/** A file of a package, copied as it is. */
const copyOf = (path) => ({ type: 'asset', fileName: `assets/${path}`, source: readFileSync(`node_modules/${path}`) });

const SCRIPT = /new URL\('(\.\/[\w-]+)\.ts', import\.meta\.url\)/g;
const ASSET = /import\.meta\.resolve\('([\w-]+\/[\w.-]+)'\)/g;

/**
 * What Node code finds by its URL. A script of a thread or process, `new URL('./name.ts', import.meta.url)`, is built like the rest;
 * a file of a package, `import.meta.resolve('package/file')`, is copied.
 */
const foundByUrl = {
  name: 'found-by-url',
  buildStart() {
    for (const paper of ['LICENSE', 'NOTICE', 'swagger-ui-bundle.js.LICENSE.txt']) this.emitFile(copyOf(`swagger-ui-dist/${paper}`));
  },
  transform(code, importer) {
    if (importer.includes('/node_modules/')) return null;
    const emit = (file) => `import.meta.ROLLUP_FILE_URL_${this.emitFile(file)}`;
    const built = code
      .replaceAll(SCRIPT, (_, path) => `new URL(${emit({ type: 'chunk', id: join(dirname(importer), `${path}.ts`) })})`)
      .replaceAll(ASSET, (_, path) => emit(copyOf(path)));
    return { code: built, map: null };
  },
};

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const isDependency = (id) => Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`));

/** Node: dependencies stay imports; what only the service and the command line need is built in, so that nobody else has to install it. */
const node = {
  input: {
    index: 'src/index.ts',
    'file-store': 'src/adapters/file-store.ts',
    pipeline: 'src/pipeline.ts',
    cli: 'server/cli.ts',
    ...neutral,
  },
  output: { ...output('node'), sourcemap: false }, // not minified, so it reads well without
  external: (id) => isDependency(id) || isBuiltin(id),
  plugins: [foundByUrl, nodeResolve({ preferBuiltins: true }), commonjs(), esbuild({ target: 'node20' }), notices],
  onwarn: (warning, warn) => warning.code === 'CIRCULAR_DEPENDENCY' || warn(warning), // Kysely's own; ours are looked for by `npm run check`
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
