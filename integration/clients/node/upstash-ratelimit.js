import { Ratelimit } from '@upstash/ratelimit';
import { createHash } from 'node:crypto';
import { assert, flow, protocol, until, viaIORedis } from './flow.js';

const sha1 = (text) => createHash('sha1').update(text).digest('hex');

/**
 * What the library asks of its HTTP client, over a connection to the server itself. Its values travel as JSON. Its scripts begin with
 * a flag that only the service behind that client knows, so they go without.
 */
function client(db) {
  const known = new Map(); // the library's hashes to those of what was sent
  return {
    evalsha: (sha, keys, args) => db.evalsha(known.get(sha) ?? sha, keys.length, ...keys, ...args),
    eval: (script, keys, args) => {
      const plain = script.replace(/^\s*#!lua flags=allow-key-locking\n/, '');
      known.set(sha1(script), sha1(plain));
      return db.eval(plain, keys.length, ...keys, ...args);
    },
    get: async (key) => { const v = await db.get(key); return v === null ? null : JSON.parse(v); },
    set: (key, value) => db.set(key, JSON.stringify(value)),
    del: (...keys) => db.del(...keys),
    sadd: (key, ...members) => db.sadd(key, ...members),
  };
}

function limiter(db, prefix, kind, options = {}) {
  return new Ratelimit({ redis: client(db), limiter: kind, prefix, analytics: false, ephemeralCache: false, ...options });
}

for (const [name, kind] of [
  ['fixed window', Ratelimit.fixedWindow(5, '100 s')],
  ['sliding window', Ratelimit.slidingWindow(5, '100 s')],
  ['token bucket', Ratelimit.tokenBucket(5, '100 s', 5)],
]) {
  flow(name, async (closing) => {
    const db = viaIORedis(closing);
    const limit = limiter(db, `${name} ${protocol}`, kind);
    const answers = [];
    for (let i = 0; i < 7; i++) answers.push(await limit.limit('ann'));
    assert.deepEqual(answers.map((a) => a.success), [true, true, true, true, true, false, false]);
    assert.deepEqual(answers.map((a) => a.remaining), [4, 3, 2, 1, 0, 0, 0]);
    assert.equal((await limit.limit('bob')).success, true);
    assert.equal((await limit.getRemaining('bob')).remaining, 4);
    await limit.resetUsedTokens('ann');
    assert.equal((await limit.limit('ann')).success, true);
    await db.script('FLUSH');
    assert.equal((await limit.limit('ann', { rate: 2 })).remaining, 2);
  });
}

flow('a window ends', async (closing) => {
  const limit = limiter(viaIORedis(closing), 'short', Ratelimit.fixedWindow(1, '300 ms'));
  await until('a limit', async () => !(await limit.limit('ann')).success);
  await until('a new window', async () => (await limit.limit('ann')).success);
});

flow('a limit set while it runs', async (closing) => {
  const limit = limiter(viaIORedis(closing), 'dynamic', Ratelimit.fixedWindow(1, '100 s'), { dynamicLimits: true });
  await limit.setDynamicLimit({ limit: 3 });
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push((await limit.limit('ann')).success);
  assert.deepEqual(answers, [true, true, true, false]);
});
