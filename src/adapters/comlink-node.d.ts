// comlink has types for this file, but not where they are looked for beside a file of this kind.
declare module 'comlink/dist/esm/node-adapter.mjs' {
  import type { Endpoint } from 'comlink';
  import type { NodeEndpoint } from 'comlink/dist/esm/node-adapter.js';

  export default function nodeEndpoint(worker: NodeEndpoint): Endpoint;
}
