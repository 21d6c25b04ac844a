/** Says on standard error what is running; on a terminal in one line that changes. */
export function progress(message: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${message}` : `${message}\n`);
}

/** Ends the line. */
export function progressDone(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
