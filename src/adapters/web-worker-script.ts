import { expose } from 'comlink';
import { letErrorsCross } from './worker-errors.ts';

/** What every script of this package for a Web Worker offers besides its own. */
export interface Lockable {
  /** Takes a Web Lock, which only the end of the worker frees; resolves once it is taken. */
  holdLock(name: string): Promise<void>;
}

/** Offers methods to whoever made this Web Worker. */
export function serveFromWorker(methods: object): void {
  letErrorsCross();
  addEventListener('messageerror', () => {
    throw new Error('a message could not be read'); // uncaught, so that the other side hears of it
  });
  expose({ ...methods, holdLock } satisfies Lockable);
}

function holdLock(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const forLife = (): Promise<never> => {
      resolve();
      return new Promise(() => undefined);
    };
    navigator.locks.request(name, forLife).catch(reject);
  });
}
