import { throwIfAborted } from './errors.ts';

/** Milliseconds of work between two turns of the event loop: short of what a person notices, long against the cost of a turn. */
const TURN_EVERY = 24;

interface Turns {
  setImmediate?: (callback: () => void) => void;
  scheduler?: { yield?: () => Promise<void> };
}

/** Called between pieces of long work: lets the event loop turn now and then, and throws `ABORTED` once the signal has fired. */
export type Pace = () => Promise<void>;

/** A pace for one task. When the loop turns depends on the clock; results never do. */
export function createPace(signal?: AbortSignal): Pace {
  let last = performance.now();
  return async () => {
    throwIfAborted(signal);
    if (performance.now() - last < TURN_EVERY) return;
    await turn();
    last = performance.now();
    throwIfAborted(signal);
  };
}

/** One turn of the event loop by the cheapest means the runtime has. */
function turn(): Promise<void> {
  const { setImmediate, scheduler } = globalThis as Turns;
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve, 0));
}
