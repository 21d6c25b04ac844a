/** Makes a value when it is first asked for, and then lets go of all that it was made from. */
export function once<T>(make: () => T): () => T {
  let pending: (() => T) | undefined = make;
  let made: T | undefined;
  return () => {
    if (pending !== undefined) {
      made = pending();
      pending = undefined;
    }
    return made as T;
  };
}
