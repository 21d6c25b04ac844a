/** Runs in pages and in Node: what a runtime learns from records, as digests that can be compared. */
import { type ElementRecord, GradientBoosting, LinearRegression } from 'elements-clustering/regression';

/** SHA-256 of models and predictions, by title. */
export async function regressionDigests(): Promise<Record<string, string>> {
  const records = houses(2500);
  const weights = records.map((_, i) => (i % 5) / 2);
  const models = {
    linear: await new LinearRegression({ target: 'price' }).fit(records),
    'ridge of the logarithm, weighted': await new LinearRegression({ target: 'price', l2: 3, logTarget: true }).fit(records, { weights }),
    trees: await new GradientBoosting({ target: 'price', trees: 60 }).fit(records),
    'trees of the logarithm, weighted, leaf by leaf': await new GradientBoosting({
      target: 'price',
      trees: 60,
      logTarget: true,
      maxLeaves: 20,
      maxDepth: 12,
    }).fit(records, { weights }),
    'sampled trees, stopped early': await new GradientBoosting({
      target: 'price',
      trees: 200,
      learningRate: 0.4,
      rowSampling: 0.7,
      columnSampling: 0.6,
      earlyStopping: 5,
      seed: 11,
    }).fit(records),
  };
  const found: [string, string][] = [];
  for (const [title, model] of Object.entries(models)) {
    found.push([title, await sha256(model.toBytes())]);
    found.push([`${title}: predictions`, await sha256(await model.predict(records))]);
    found.push([`${title}: one by one`, await sha256(Float64Array.from(records, (record) => model.predictOne(record)))]);
  }
  return Object.fromEntries(found);
}

/** Records of mixed fields with gaps and noise, from whole numbers alone. */
function houses(count: number): ElementRecord[] {
  let state = 12345;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () => {
    const [size, rooms, city] = [30 + next(170) + next(1000) / 1000, 1 + next(7), next(9)];
    const price = Math.sqrt(size) * 9000 + 7000 * rooms + 15_000 * ((city * 5) % 9) + next(30_000) + 1;
    return { size, rooms: next(6) === 0 ? null : rooms, city: `city ${city}`, garden: next(2) === 1, price };
  });
}

async function sha256(values: ArrayBufferView): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', values as ArrayBufferView<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
