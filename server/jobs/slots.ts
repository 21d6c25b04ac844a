/** Lets a number of tasks run at once; the others wait and start in the order they came. */
export interface Slots {
  /** Calls `start` as soon as there is room; at once where there is room now. */
  enter(start: () => void): void;
  /** Ends a task that entered, whether it runs or waits; one that did not enter is nothing to leave. */
  leave(start: () => void): void;
}

/** Slots for `limit` tasks. */
export function createSlots(limit: number): Slots {
  const tasks = new Set<() => void>(); // in the order they came: the first `limit` run, the others wait
  const running = new Set<() => void>();

  function fill(): void {
    for (const start of tasks) {
      if (running.size >= limit) return;
      if (running.has(start)) continue;
      running.add(start);
      start();
    }
  }

  return {
    enter(start) {
      tasks.add(start);
      fill();
    },
    leave(start) {
      tasks.delete(start);
      running.delete(start);
      fill();
    },
  };
}
