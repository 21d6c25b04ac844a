import { SingleBar } from 'cli-progress';

/** Shows how far a task is. */
export interface ProgressBar {
  /** @param done from 0 to 1 */
  show(title: string, done: number): void;
  stop(): void;
}

/** A bar on standard error where that is a terminal; else nothing is shown. */
export function createBar(): ProgressBar {
  if (!process.stderr.isTTY) return { show: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: '{title} {bar} {percentage}% {duration_formatted}',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  let started = false;
  return {
    show(title, done) {
      if (!started) bar.start(100, 0, { title });
      started = true;
      bar.update(Math.floor(100 * done), { title: title.padEnd(28) });
    },
    stop() {
      if (started) bar.stop();
    },
  };
}
