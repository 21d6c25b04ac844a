import type { EngineName, Kernel, Predictor } from './engine/kernel.ts';
import { type EngineChoice, loadKernel } from './engine/load.ts';
import type { Clustering } from './estimators/clustering.ts';
import type { Predictors } from './estimators/update/label-rows.ts';
import { firstAnchors } from './estimators/update/territory.ts';
import { toMatrix } from './matrix/space.ts';

/** The engine that runs a model: loaded when it is first needed, and given the model's centroids when they are. */
export class ModelEngine {
  readonly #choice: EngineChoice | undefined;
  readonly #module: WebAssembly.Module | undefined;
  #kernel: Promise<Kernel> | undefined;
  #name: EngineName | undefined;
  /** Centroids as they are now, and those of the fit as they were then. */
  #now: Predictor | undefined;
  #first: Predictor | undefined;

  constructor(choice: EngineChoice | undefined, module: WebAssembly.Module | undefined) {
    this.#choice = choice;
    this.#module = module;
  }

  /** Undefined until the engine was loaded. */
  get name(): EngineName | undefined {
    return this.#name;
  }

  /** Throws `ENGINE_UNAVAILABLE`. */
  async load(): Promise<Kernel> {
    this.#kernel ??= loadKernel(this.#choice, this.#module);
    const kernel = await this.#kernel;
    this.#name = kernel.name;
    return kernel;
  }

  /** Predictors of the model that this engine runs. */
  predictors(kernel: Kernel, { centroids, k, space, updates, ledger }: Clustering): Predictors {
    const { columns, metric } = space;
    const now = (): Predictor => {
      this.#now ??= kernel.openPredictor(centroids, k, columns, metric);
      return this.#now;
    };
    const first = (): Predictor => {
      if (updates === 0) return now();
      const count = firstAnchors(ledger());
      this.#first ??= kernel.openPredictor(ledger().anchors.subarray(0, count * columns), count, columns, metric);
      return this.#first;
    };
    return { first, now, toMatrix: (rows) => toMatrix(rows, kernel) };
  }

  /** To be called when a model takes the place of another: gives back the memory of what is not the same in both. */
  change(from: Clustering | undefined, to: Clustering): void {
    if (from?.ledger === to.ledger && from.updates === to.updates) return;
    this.#now?.close();
    this.#now = undefined;
    if (from?.ledger === to.ledger) return;
    this.#first?.close();
    this.#first = undefined;
  }
}
