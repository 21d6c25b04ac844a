import type { Matrix } from '../core/types.ts';
import type { ComingRows, RawRows } from '../matrix/space.ts';
import type { OpenParts, PartTask, WorkerPool, WorkersOptions } from '../parallel/workers.ts';
import { handOver } from './hand-over.ts';
import { type RemotePart, remotePart } from './remote-part.ts';
import { sendRaw } from './send-rows.ts';
import type { ShardScript } from './shard-protocol.ts';
import { SpareMemory } from './spare-memory.ts';
import { letErrorsCross } from './worker-errors.ts';
import { type WorkerLife, workerClosed, workerFailed } from './worker-life.ts';

/** A worker of the pool, of whatever kind; it runs `shardScript`. */
export interface PoolWorker {
  readonly script: ShardScript;
  readonly life: WorkerLife;
  /** Told before the first part is opened and after the last one is closed; an idle worker must not keep the process alive. */
  readonly setBusy?: (busy: boolean) => void;
}

/** How a runtime comes by workers; throws `INVALID_OPTION` where the options do not allow it. */
export type StarterFor = (options: WorkersOptions) => () => PoolWorker;

interface Member extends PoolWorker {
  openParts: number;
  readonly spare: SpareMemory;
}

/** A pool of workers. Every model takes the first ones, so that no more run than the largest number asked for. */
export function createWorkerPool(starterFor: StarterFor): WorkerPool {
  let members: Member[] = [];

  /** The first `count` workers that live, started where there are too few. */
  function recruit(count: number, start: () => PoolWorker): Member[] {
    letErrorsCross();
    members = members.filter(({ life }) => !life.ended);
    while (members.length < count) members.push({ ...startOrExplain(start), openParts: 0, spare: new SpareMemory() });
    return members.slice(0, count);
  }

  return {
    workers: (options) => {
      const { count, wasmModule } = options;
      const start = starterFor(options);
      return {
        count,
        open: async (tasks) => {
          const crew = recruit(tasks.length, start);
          const opened = await Promise.allSettled(tasks.map((task, i) => openPart(crew[i], { ...task, wasmModule })));
          const open = opened.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
          const close = (): void => {
            for (const one of open) one.close();
          };
          const failure = opened.find((one) => one.status === 'rejected');
          if (failure === undefined) return { parts: open.flatMap(({ parts }) => parts), close };
          close();
          throw failure.reason;
        },
      };
    },
    close: () => {
      for (const { life } of members) life.end(workerClosed());
      members = [];
    },
  };
}

async function openPart(worker: Member, task: PartTask & Pick<WorkersOptions, 'wasmModule'>): Promise<OpenParts> {
  const { life, script, spare } = worker;
  const { matrix, ...rest } = task;
  const size = { rows: matrix.rows, chunks: task.chunks.length };
  let part: RemotePart | undefined;
  const close = (): void => {
    part?.close();
    countParts(worker, -1);
  };
  countParts(worker, 1);
  try {
    const hosted = await life.guard(() => script.open(handOver({ ...rest, matrix: withoutRaw(matrix) })));
    part = remotePart(hosted, life, size, spare);
    await sendRaw(hosted, life, matrix, spare);
    return { parts: [part], close };
  } catch (error) {
    close();
    throw error;
  }
}

/** What goes out at first: of raw rows what is to be known of them, in memory of its own. */
function withoutRaw(matrix: Matrix | RawRows): Matrix | ComingRows {
  if (matrix.kind !== 'raw') return matrix;
  const { input: _, space, ...coming } = matrix;
  return { ...coming, space: { ...space, offset: space.offset?.slice() ?? null } };
}

function countParts(worker: Member, more: 1 | -1): void {
  const before = worker.openParts;
  worker.openParts += more;
  if (before === 0 || worker.openParts === 0) worker.setBusy?.(worker.openParts > 0);
}

function startOrExplain(start: () => PoolWorker): PoolWorker {
  try {
    return start();
  } catch (cause) {
    throw workerFailed(`it could not be made: ${cause instanceof Error ? cause.message : cause}`, cause);
  }
}
