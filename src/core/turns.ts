/** Runs the tasks of one key one after the other, in the order they came; those of different keys side by side. */
export type Turns = <T>(key: string, task: () => Promise<T>) => Promise<T>;

/** Turns that nobody has asked for yet. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return (key, task) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(task);
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, over);
    void over.then(() => last.get(key) === over && last.delete(key));
    return turn;
  };
}
