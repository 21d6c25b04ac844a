// The script of a thread that fits and scores candidates of a pipeline; its other end is createJobThreads.
import { exposeJobs } from './adapters/job-threads.ts';
import { loadEstimators } from './adapters/modules.ts';
import { createNodeRegistry } from './built-in.ts';

exposeJobs(async (modules) => createNodeRegistry(await loadEstimators(modules)));
