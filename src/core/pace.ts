import { throwIfAborted } from './errors.ts';

/** Milliseconds of work between two turns of the event loop: short of what a person notices, long against the cost of a turn. */
const TURN_EVERY = 24;

/** Called between pieces of long work: lets the event loop turn now and then, and throws `ABORTED` once the signal has fired. Undefined where it is not time yet. */
export type Pace = () => Promise<void> | undefined;

/** Taken once: the global is a getter in some runtimes, which costs at every call. */
const clock = performance;

/** A pace for one task. When the loop turns depends on the clock; results never do. */
export function createPace(signal?: AbortSignal): Pace {
  let last = clock.now();
  const pause = async (): Promise<void> => {
    await turn();
    last = clock.now();
    throwIfAborted(signal);
  };
  return () => {
    throwIfAborted(signal);
    return clock.now() - last < TURN_EVERY ? undefined : pause();
  };
}

/**
 * One turn of the event loop, in which what was sent goes out, and messages and timers have their turn too; continuations of `scheduler.yield()` would go
 * before them.
 */
export function turn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
