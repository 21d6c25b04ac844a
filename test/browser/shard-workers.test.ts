import { expect, test } from 'vitest';
import { browserTests } from './harness.ts';

const MODULE = 'browser/page/shard-workers.ts';

browserTests('rows in Web Workers of a page', {}, ({ open, call }) => {
  test('give the same bytes, and the workers are made when missing and used again', async () => {
    const page = await open('/blank.html');
    expect(await call(page, MODULE, 'sameBytes')).toEqual({ two: true, again: true, three: true, cosine: true, made: [0, 1, 2] });
  });

  test('reject with a code when workers fail or are closed, and work with new ones', async () => {
    const failed = { code: 'WORKER_FAILED', ours: true };
    const closed = { code: 'ABORTED', ours: true, message: 'the worker was closed by the caller' };
    expect(await call(await open('/blank.html'), MODULE, 'failures')).toMatchObject({
      none: { code: 'INVALID_OPTION', ours: true, field: 'createWorker' },
      unmakable: { ...failed, message: expect.stringContaining('it could not be made') },
      missing: { ...failed, message: 'the worker failed: its script could not be loaded' },
      broken: failed,
      afterThem: true,
      terminated: { ...failed, message: 'the worker failed: it is no longer there' },
      afterDeath: true,
      closed,
      aborted: { code: 'ABORTED', ours: true, message: 'aborted by the caller' },
      afterAbort: true,
    });
  });
});
