import { createClient, kv } from '@vercel/kv';
import { assert, flow } from './flow.js';

flow('strings and counters', async () => {
  assert.equal(await kv.set('user:1:session', { id: 1, roles: ['admin'] }, { ex: 100, nx: true }), 'OK');
  assert.equal(await kv.set('user:1:session', 'x', { nx: true }), null);
  assert.deepEqual(await kv.get('user:1:session'), { id: 1, roles: ['admin'] });
  assert.equal(await kv.get('none'), null);
  assert.ok((await kv.pttl('user:1:session')) > 90_000);
  assert.equal(await kv.incr('visits'), 1);
  assert.equal(await kv.del('user:1:session', 'visits', 'none'), 2);
});

flow('hashes, sets, sorted sets, lists', async () => {
  assert.equal(await kv.hset('user', { name: 'ann', age: 41 }), 2);
  assert.deepEqual(await kv.hgetall('user'), { name: 'ann', age: 41 });
  assert.equal(await kv.sadd('tags', 'a', 'b'), 2);
  assert.equal(await kv.zadd('scores', { score: 7, member: 'bob' }, { score: 12, member: 'ann' }), 2);
  assert.deepEqual(await kv.zrange('scores', 0, -1, { rev: true, withScores: true }), ['ann', 12, 'bob', 7]);
  assert.equal(await kv.lpush('list', { n: 1 }, { n: 2 }), 2);
  assert.deepEqual(await kv.lrange('list', 0, -1), [{ n: 2 }, { n: 1 }]);
  assert.deepEqual(await kv.multi().incr('n').set('m', 'v').exec(), [1, 'OK']);
  assert.equal(await kv.flushdb(), 'OK');
});

flow('iterators', async () => {
  const words = Array.from({ length: 500 }, (_, i) => `word ${i}`);
  await Promise.all([...words.map((w) => kv.set(`key:${w}`, w)), kv.sadd('set', ...words), kv.hset('hash', Object.fromEntries(words.map((w) => [w, 1])))]);
  const seen = async (iterator) => {
    const all = new Set();
    for await (const item of iterator) all.add(String(item));
    return all;
  };
  assert.equal((await seen(kv.scanIterator({ match: 'key:*', count: 50 }))).size, 500);
  assert.equal((await seen(kv.sscanIterator('set'))).size, 500);
  assert.equal((await seen(kv.hscanIterator('hash'))).has('word 499'), true);
  await kv.flushdb();
});

flow('another client, and a wrong token', async () => {
  const url = process.env.KV_REST_API_URL;
  const mine = createClient({ url, token: process.env.KV_REST_API_TOKEN });
  await mine.set('k', 'v');
  assert.equal(await kv.get('k'), 'v');
  const reader = createClient({ url, token: process.env.KV_REST_API_READ_ONLY_TOKEN });
  assert.equal(await reader.get('k'), 'v');
  await assert.rejects(reader.set('k', 'w'), /NOPERM/);
  await assert.rejects(createClient({ url, token: 'wrong' }).get('k'));
  await kv.del('k');
});
