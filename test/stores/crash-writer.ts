/**
 * Saves model after model under one name until it is killed, each larger than the one before, and prints the version of each once the
 * store has acknowledged it. Arguments: the folder, the first version.
 */
import { writeSync } from 'node:fs';
import { createFileStore } from '../../src/adapters/file-store.ts';
import { packContainer } from '../../src/model/container.ts';

const BATCH = 5; // packed ahead, so that nearly all the time goes into saving

const store = createFileStore(process.argv[2]);
for (let first = Number(process.argv[3]); ; first += BATCH) {
  const versions = Array.from({ length: BATCH }, (_, i) => first + i);
  const models = versions.map((version) =>
    packContainer({ version }, { numbers: new Uint32Array(600_000 + 1000 * version).fill(version) }),
  );
  for (const [i, version] of versions.entries()) {
    await store.set('model', models[i]);
    writeSync(1, `${version}\n`);
  }
}
