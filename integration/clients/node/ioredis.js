import { assert, flow, happened, until, viaIORedis, within } from './flow.js';

flow('a pipeline keeps order and errors', async (closing) => {
  const db = viaIORedis(closing);
  const results = await db.pipeline().set('k', 'v', 'EX', 100).get('k').incr('k').mget('k', 'none').hset('h', { a: 1, b: 2 }).hgetall('h').exec();
  assert.deepEqual(results.map(([err]) => err?.message ?? null), [null, null, 'ERR value is not an integer or out of range', null, null, null]);
  assert.deepEqual(results[3][1], ['v', null]);
  assert.deepEqual({ ...results[5][1] }, { a: '1', b: '2' });
  const bytes = Buffer.from([0, 255, 13, 10]);
  await db.set('bytes', bytes);
  assert.deepEqual(await db.getBuffer('bytes'), bytes);
});

flow('thousands of commands at once', async (closing) => {
  const db = viaIORedis(closing, { enableAutoPipelining: true });
  const numbers = await Promise.all(Array.from({ length: 5000 }, () => db.incr('counter')));
  assert.deepEqual(numbers, Array.from({ length: 5000 }, (_, i) => i + 1));
});

flow('transactions', async (closing) => {
  const db = viaIORedis(closing);
  const other = viaIORedis(closing);
  const [set, incr, [refusal]] = await db.multi().set('t', 1).incr('t').lpush('t', 'x').exec();
  assert.deepEqual([set, incr], [[null, 'OK'], [null, 2]]);
  assert.match(refusal.message, /^WRONGTYPE/);
  await db.watch('t');
  await other.set('t', 'changed');
  assert.equal(await db.multi().set('t', 'mine').exec(), null);
  assert.equal(await db.get('t'), 'changed');
  await assert.rejects(db.multi().set('t').exec(), /^ReplyError: EXECABORT/);
});

flow('scripts', async (closing) => {
  const db = viaIORedis(closing, {
    scripts: { take: { numberOfKeys: 1, lua: `local n = tonumber(redis.call('GET', KEYS[1]) or ARGV[1])
      if n <= 0 then return redis.error_reply('EMPTY nothing left') end
      redis.call('SET', KEYS[1], n - 1)
      return {n, {ARGV[1], false, 'x'}, tostring(1.5)}` } },
  });
  assert.deepEqual(await db.take('tokens', 2), [2, ['2', null, 'x'], '1.5']);
  assert.equal((await db.take('tokens', 2))[0], 1);
  await assert.rejects(db.take('tokens', 2), /EMPTY nothing left/);
  await db.script('FLUSH');
  await assert.rejects(db.take('tokens', 2), /EMPTY nothing left/); // NOSCRIPT in between
  const sha = await db.script('LOAD', 'return cjson.encode({a = {1, 2, cjson.null}, b = ARGV[1]})');
  assert.deepEqual(JSON.parse(await db.evalsha(sha, 0, 'ü')), { a: [1, 2, null], b: 'ü' });
});

flow('pub/sub', async (closing) => {
  const db = viaIORedis(closing);
  const sub = viaIORedis(closing);
  assert.equal(await sub.subscribe('news', 'sport'), 2);
  assert.equal(await sub.psubscribe('n*s'), 3);
  const [message, match] = [happened(sub, 'message'), happened(sub, 'pmessage')];
  assert.equal(await db.publish('news', 'hello'), 2);
  assert.deepEqual(await message, ['news', 'hello']);
  assert.deepEqual(await match, ['n*s', 'news', 'hello']);
  assert.deepEqual(await db.pubsub('NUMSUB', 'news', 'none'), ['news', 1, 'none', 0]);
  await sub.unsubscribe('news');
  await sub.punsubscribe('n*s');
  assert.equal(await db.publish('news', 'late'), 0);
  const order = [];
  const all = new Promise((resolve) => sub.on('message', (_, m) => order.push(Number(m)) === 1000 && resolve()));
  for (let i = 0; i < 1000; i++) db.publish('sport', i);
  await within(all, 'a thousand messages');
  assert.deepEqual(order, Array.from({ length: 1000 }, (_, i) => i));
});

flow('a subscriber comes back after its connection was killed', async (closing) => {
  const db = viaIORedis(closing);
  const sub = viaIORedis(closing);
  await sub.subscribe('again');
  const back = happened(sub, 'ready');
  assert.equal(await db.client('KILL', 'TYPE', 'pubsub'), 1);
  await back;
  await until('subscribed again', async () => (await db.pubsub('NUMSUB', 'again'))[1] === 1);
  const message = happened(sub, 'message');
  await db.publish('again', 'there');
  assert.deepEqual(await message, ['again', 'there']);
});

flow('keyspace events tell of expiry', async (closing) => {
  const db = viaIORedis(closing);
  const sub = viaIORedis(closing);
  await db.config('SET', 'notify-keyspace-events', 'Ex');
  await sub.subscribe('__keyevent@0__:expired');
  const gone = happened(sub, 'message');
  await db.set('short', 'v', 'PX', 20);
  assert.deepEqual(await gone, ['__keyevent@0__:expired', 'short']);
  await db.config('SET', 'notify-keyspace-events', '');
});

flow('blocking pops', async (closing) => {
  const db = viaIORedis(closing);
  const waiter = viaIORedis(closing);
  const popped = waiter.blpop('none', 'queue', 0);
  await until('it waits', async () => /blocked_clients:1\b/.test(await db.info('clients')));
  await db.rpush('queue', 'a', 'b');
  assert.deepEqual(await within(popped, 'BLPOP'), ['queue', 'a']);
  await db.zadd('z', 1, 'one', 2, 'two');
  const [key, member, score] = await waiter.bzpopmax('z', 1);
  assert.deepEqual([key, member, Number(score)], ['z', 'two', 2]);
  assert.equal(await waiter.blmove('none', 'queue', 'LEFT', 'RIGHT', 0.01), null);
});

flow('scan streams, and streams with a group', async (closing) => {
  const db = viaIORedis(closing);
  await db.mset(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`scan:${i}`, i])));
  const keys = new Set();
  for await (const part of db.scanStream({ match: 'scan:*', count: 50 })) part.forEach((k) => keys.add(k));
  assert.equal(keys.size, 500);
  await db.xgroup('CREATE', 'jobs', 'g', '$', 'MKSTREAM');
  const reader = viaIORedis(closing);
  const got = reader.xreadgroup('GROUP', 'g', 'me', 'BLOCK', 0, 'STREAMS', 'jobs', '>');
  await until('it waits', async () => /blocked_clients:1\b/.test(await db.info('clients')));
  const id = await db.xadd('jobs', '*', 'f', 'v');
  assert.deepEqual([await within(got, 'XREADGROUP')].flat(9), ['jobs', id, 'f', 'v']);
  assert.equal(await db.xack('jobs', 'g', id), 1);
});
