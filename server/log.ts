/** Writes one event of the service. */
export type Log = (level: 'info' | 'error', message: string, facts?: object) => void;

/** Writes events to standard output, one line of JSON each. */
export const jsonLog: Log = (level, message, facts) => {
  console.log(JSON.stringify({ time: new Date().toISOString(), level, message, ...facts }));
};
