// The direction of the arrows: a folder of src/ imports only from folders to its left, and from core.
const ORDER = ['core', 'features', 'matrix', 'engine', 'parallel', 'metrics', 'estimators', 'model', 'pipeline', 'adapters'];

const direction = ORDER.map((folder, i) => ({
  name: `${folder}-imports-only-leftwards`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${ORDER.slice(0, i + 1).join('|')})/` },
}));

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(src|server)/',
        pathNot: '^src/(index|estimators\\.ts|regression\\.ts|pipeline\\.ts)|^src/(shard-|job-)?worker|main\\.ts$|\\.d\\.ts$',
      },
      to: {},
    },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'src-stands-alone',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(server|examples|data|test|bench)/' },
    },
    {
      name: 'runtimes-only-in-adapters',
      comment: 'Node, IndexedDB and worker code lives in adapters; entry files compose it',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/adapters/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-only-composed-at-entries',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$', pathNot: '^src/(index|index\\.browser|worker|shard-worker|pipeline|job-worker)\\.ts$' },
      to: { path: '^src/adapters/' },
    },
    { name: 'server-below-examples', severity: 'error', from: { path: '^server/' }, to: { path: '^(examples|test|bench|data)/' } },
    ...direction,
  ],
  options: {
    doNotFollow: { path: 'node_modules|^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
