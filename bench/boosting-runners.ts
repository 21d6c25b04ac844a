import { fileURLToPath } from 'node:url';
import { DIAMOND_ORDERS } from '../data/diamonds.ts';
import { type Runner, start } from './runner.ts';

const path = (file: string): string => fileURLToPath(new URL(`peers/${file}`, import.meta.url));

/** A process for our boosted trees. */
export function boostingOurs(): Runner {
  return start([process.execPath, path('boosting-ours.ts')], 1, {});
}

/** A process for those of XGBoost and scikit-learn, which take so many threads. */
export function boostingPeers(interpreter: string, threads: number): Runner {
  const limits = { OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
  return start([interpreter, path('boosting.py'), JSON.stringify(DIAMOND_ORDERS)], threads, limits);
}
