import type { FlatRows, Input, ModelStore, Progress, Warning } from '../core/types.ts';
import type { EngineName } from '../engine/kernel.ts';
import type { EngineChoice } from '../engine/load.ts';
import type { CurvePoint } from '../estimators/auto-k.ts';
import type { Estimate, EstimateRequest } from '../estimators/estimate.ts';
import type { Evaluation, EvaluationOptions } from '../estimators/evaluate.ts';
import type { FitOptions } from '../estimators/fit.ts';
import type { ClusteringOptions } from '../estimators/options.ts';
import type { Assignment } from '../estimators/update/assign.ts';
import type { LineageEntry } from '../estimators/update/ledger.ts';
import type { MergeOptions } from '../estimators/update/merge-models.ts';
import type { UpdateOptions } from '../estimators/update/update.ts';
import type { ClusterDescription } from '../model/describe/describe.ts';
import type { ExplainedRow, Explanation } from '../model/describe/explain.ts';
import type { ModelMerge, Update } from '../model/lasting.ts';
import type { Lockable } from './web-worker-script.ts';

/** How a model in a worker runs; what the options of the same names mean to the class. */
export interface WorkerRuntime {
  readonly engine?: EngineChoice;
  readonly wasmModule?: WebAssembly.Module;
}

/** Numbers in rows, row-major. */
export type WorkerRows = FlatRows & { readonly data: Float64Array };

/** What was learned, and the engine that runs the model: the properties of the class of the same names. */
export interface FittedState {
  readonly labels: Int32Array;
  readonly centroids: WorkerRows;
  readonly counts: Float64Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly effectiveK: number;
  readonly curve: readonly CurvePoint[] | null;
  readonly warnings: readonly Warning[];
  readonly ids: Int32Array;
  readonly radii: Float64Array;
  readonly names: ReadonlyMap<number, string>;
  readonly lineage: readonly LineageEntry[];
  readonly waiting: number;
  readonly engine: EngineName | undefined;
}

/** What the worker's script offers. A store is the page's, asked from the worker. */
export interface WorkerHost extends Lockable {
  create(options: ClusteringOptions & WorkerRuntime, store?: ModelStore): Promise<HostedModel>;
  load(name: string, runtime: WorkerRuntime, store?: ModelStore): Promise<HostedModel>;
  fromBytes(bytes: Uint8Array, runtime: WorkerRuntime, store?: ModelStore): Promise<HostedModel>;
}

/** A model in the worker. Any message on `stop` aborts the call; `report` is the page's, called from the worker. */
export interface HostedModel {
  fit(input: Input, options: Pick<FitOptions, 'weights'> & { like?: Uint8Array }, stop: MessagePort, report?: Report): Promise<void>;
  estimate(input: Input | EstimateRequest): Promise<Estimate>;
  predict(input: Input): Promise<Int32Array>;
  transform(input: Input): Promise<WorkerRows>;
  evaluate(input: Input, options: Omit<EvaluationOptions, 'signal'>, stop: MessagePort): Promise<Evaluation>;
  describe(): Promise<ClusterDescription[]>;
  explain(row: ExplainedRow): Promise<Explanation>;
  update(input: Input, options: Omit<UpdateOptions, 'onProgress' | 'signal'>, stop: MessagePort, report?: Report): Promise<Update>;
  assign(input: Input, stop: MessagePort): Promise<Assignment>;
  merge(bytes: Uint8Array, options: Omit<MergeOptions, 'signal'>, stop: MessagePort): Promise<ModelMerge>;
  mergeClusters(labels: readonly number[]): Promise<number>;
  renameCluster(label: number, name: string): Promise<void>;
  save(name: string): Promise<void>;
  toBytes(): Promise<Uint8Array>;
  state(): Promise<FittedState>;
}

export type Report = (progress: Progress) => void | Promise<void>;
