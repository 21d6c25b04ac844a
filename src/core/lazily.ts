/** Loads a module when it is first asked for. A load that failed is tried again the next time. */
export function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((cause) => {
      loaded = undefined;
      throw cause;
    });
    return loaded;
  };
}
