import { describe, expect, it } from 'vitest';
import { lazily } from '../../src/core/lazily.ts';

describe('lazily', () => {
  it('loads when it is first asked, once for all who ask', async () => {
    let loads = 0;
    const load = lazily(async () => ++loads);
    expect(loads).toBe(0);
    expect(await Promise.all([load(), load()])).toEqual([1, 1]);
    expect(await load()).toBe(1);
  });

  it('tries again after a load that failed', async () => {
    let loads = 0;
    const load = lazily(async () => {
      if (++loads === 1) throw new Error('no network');
      return loads;
    });
    await expect(Promise.all([load(), load()])).rejects.toThrow('no network');
    expect(await load()).toBe(2);
  });
});
