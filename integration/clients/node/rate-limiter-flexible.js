import { RateLimiterRedis } from 'rate-limiter-flexible';
import { assert, flow, until, viaIORedis, viaRedis } from './flow.js';

for (const [name, connect, extra] of [
  ['ioredis', async (closing) => viaIORedis(closing), {}],
  ['redis', viaRedis, { useRedisPackage: true }],
]) {
  flow(`${name}: points and block`, async (closing) => {
    const limiter = new RateLimiterRedis({ storeClient: await connect(closing), ...extra, keyPrefix: name, points: 5, duration: 60, blockDuration: 100 });
    const taken = await Promise.allSettled(Array.from({ length: 8 }, () => limiter.consume('ip')));
    assert.equal(taken.filter((t) => t.status === 'fulfilled').length, 5);
    const { reason } = taken.find((t) => t.status === 'rejected');
    assert.equal(reason.remainingPoints, 0);
    assert.ok(reason.msBeforeNext > 60_000 && reason.msBeforeNext <= 100_000, `${reason.msBeforeNext}`);
    assert.equal((await limiter.get('ip')).consumedPoints >= 6, true);
    assert.equal(await limiter.get('other'), null);
    assert.equal(await limiter.delete('ip'), true);
    assert.equal((await limiter.consume('ip', 2)).remainingPoints, 3);
    assert.equal((await limiter.penalty('ip', 2)).consumedPoints, 4);
    assert.equal((await limiter.reward('ip')).consumedPoints, 3);
    await limiter.block('blocked', 10);
    await assert.rejects(limiter.consume('blocked'));
    await limiter.set('set', 4, 30);
    assert.equal((await limiter.consume('set')).remainingPoints, 0);
  });

  flow(`${name}: a window ends`, async (closing) => {
    const limiter = new RateLimiterRedis({ storeClient: await connect(closing), ...extra, keyPrefix: `${name}-short`, points: 1, duration: 2 });
    const { msBeforeNext } = await limiter.consume('ip');
    assert.ok(msBeforeNext > 0 && msBeforeNext <= 2000);
    await assert.rejects(limiter.consume('ip'));
    await until('gone', async () => (await limiter.get('ip')) === null);
    await limiter.consume('ip');
  });
}
