import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
import { assert, flow, until } from './flow.js';

const redis = Redis.fromEnv({ enableTelemetry: false });

function limiter(prefix, kind, options = {}) {
  return new Ratelimit({ redis, limiter: kind, prefix, analytics: false, ephemeralCache: false, ...options });
}

async function all(n, ask) {
  const answers = [];
  for (let i = 0; i < n; i++) answers.push(await ask());
  return answers;
}

for (const [name, kind] of [
  ['fixed window', Ratelimit.fixedWindow(5, '100 s')],
  ['sliding window', Ratelimit.slidingWindow(5, '100 s')],
  ['token bucket', Ratelimit.tokenBucket(5, '100 s', 5)],
]) {
  flow(name, async () => {
    const limit = limiter(name, kind);
    const answers = await all(7, () => limit.limit('ann'));
    assert.deepEqual(answers.map((a) => a.success), [true, true, true, true, true, false, false]);
    assert.deepEqual(answers.map((a) => a.remaining), [4, 3, 2, 1, 0, 0, 0]);
    assert.equal((await limit.limit('bob')).success, true);
    assert.equal((await limit.getRemaining('bob')).remaining, 4);
    await limit.resetUsedTokens('ann');
    assert.equal((await limit.limit('ann')).success, true);
    assert.equal((await limit.limit('ann', { rate: 2 })).remaining, 2);
  });
}

flow('side by side', async () => {
  const limit = limiter('side by side', Ratelimit.fixedWindow(10, '100 s'));
  const answers = await Promise.all(Array.from({ length: 40 }, () => limit.limit('ann')));
  assert.equal(answers.filter((a) => a.success).length, 10);
});

flow('a cached window', async () => {
  const limit = limiter('cached', Ratelimit.cachedFixedWindow(2, '100 s'), { ephemeralCache: new Map() });
  assert.deepEqual((await all(4, () => limit.limit('ann'))).map((a) => a.success), [true, true, false, false]);
  await until('told', async () => Number(await redis.dbsize()) > 0);
});

flow('a window ends, and whoever waits goes on', async () => {
  const limit = limiter('short', Ratelimit.fixedWindow(1, '300 ms'));
  await until('a limit', async () => !(await limit.limit('ann')).success);
  await until('a new window', async () => (await limit.limit('ann')).success);
  assert.equal((await limit.blockUntilReady('ann', 5_000)).success, true);
});

flow('a limit set while it runs', async () => {
  const limit = limiter('dynamic', Ratelimit.fixedWindow(1, '100 s'), { dynamicLimits: true });
  await limit.setDynamicLimit({ limit: 3 });
  assert.deepEqual((await all(4, () => limit.limit('ann'))).map((a) => a.success), [true, true, true, false]);
});

flow('who is denied', async () => {
  const limit = limiter('denied', Ratelimit.slidingWindow(5, '100 s'), { enableProtection: true });
  await redis.sadd('denied:denyList:all', 'mallory');
  await redis.set('denied:ipDenyListStatus', 'valid', { ex: 1000 }); // so that it does not fetch a list from elsewhere
  const answer = await limit.limit('mallory');
  await answer.pending;
  assert.deepEqual([answer.success, answer.reason], [false, 'denyList']);
  assert.equal((await limit.limit('ann')).success, true);
});

flow('analytics', async () => {
  const limit = limiter('counted', Ratelimit.fixedWindow(1, '100 s'), { analytics: true });
  const answers = await all(3, () => limit.limit('ann'));
  await Promise.all(answers.map((a) => a.pending));
  assert.ok((await redis.keys('counted:events:*')).length >= 1);
});
