import { MultiErrorReply, WatchError, createClientPool } from 'redis';
import { assert, flow, host, port, protocol, until, viaRedis, within } from './flow.js';

flow('pipelines and types', async (closing) => {
  const db = await viaRedis(closing);
  const [set, got, , hash] = await Promise.all([
    db.set('k', 'v', { expiration: { type: 'EX', value: 100 } }), db.get('k'), db.hSet('h', { a: '1', b: '2' }), db.hGetAll('h')]);
  assert.deepEqual([set, got, { ...hash }], ['OK', 'v', { a: '1', b: '2' }]);
  await db.zAdd('z', [{ score: 1.5, value: 'a' }, { score: Infinity, value: 'b' }]);
  assert.deepEqual(await db.zRangeWithScores('z', 0, -1), [{ value: 'a', score: 1.5 }, { value: 'b', score: Infinity }]);
  await db.geoAdd('g', { longitude: 13.4, latitude: 52.5, member: 'berlin' });
  assert.deepEqual(await db.geoSearch('g', { longitude: 13, latitude: 52 }, { radius: 100, unit: 'km' }), ['berlin']);
  await db.configSet('maxmemory-policy', 'noeviction');
  assert.equal((await db.configGet('maxmemory-policy'))['maxmemory-policy'], 'noeviction');
});

flow('transactions', async (closing) => {
  const db = await viaRedis(closing);
  const other = await viaRedis(closing);
  assert.deepEqual(await db.multi().set('t', '1').incr('t').get('t').exec(), ['OK', 2, '2']);
  await db.watch('t');
  await other.set('t', 'changed');
  await assert.rejects(db.multi().set('t', 'mine').exec(), WatchError);
  await assert.rejects(db.multi().set('t', 'x').incr('t').exec(), MultiErrorReply);
});

flow('scripts and functions', async (closing) => {
  const db = await viaRedis(closing);
  const script = `local out = {}
    for i, key in ipairs(KEYS) do out[i] = redis.call('INCRBY', key, ARGV[1]) end
    return out`;
  assert.deepEqual(await db.eval(script, { keys: ['a', 'b'], arguments: ['5'] }), [5, 5]);
  const sha = await db.scriptLoad(script);
  assert.deepEqual(await db.evalSha(sha, { keys: ['a'], arguments: ['1'] }), [6]);
  assert.deepEqual(await db.scriptExists([sha, '0'.repeat(40)]), [1, 0]);
  await assert.rejects(db.evalSha('0'.repeat(40)), /NOSCRIPT/);
  const code = `#!lua name=shop
    redis.register_function('buy', function(keys, args) return redis.call('DECRBY', keys[1], args[1]) end)
    redis.register_function{function_name = 'stock', callback = function(keys) return redis.call('GET', keys[1]) end, flags = {'no-writes'}}`;
  assert.equal(await db.functionLoad(code, { REPLACE: true }), 'shop');
  await db.set('apples', '10');
  assert.equal(await db.fCall('buy', { keys: ['apples'], arguments: ['3'] }), 7);
  assert.equal(await db.fCallRo('stock', { keys: ['apples'] }), '7');
  await assert.rejects(db.fCallRo('buy', { keys: ['apples'], arguments: ['3'] }), /Can not execute a script with write flag/);
  const [library] = await db.functionList();
  assert.deepEqual([library.library_name, library.functions.length], ['shop', 2]);
  const dump = await db.withTypeMapping({ 36: Buffer }).functionDump();
  await db.functionFlush();
  await db.functionRestore(dump);
  assert.equal(await db.fCallRo('stock', { keys: ['apples'] }), '7');
  await db.functionDelete('shop');
});

flow('pub/sub', async (closing) => {
  const db = await viaRedis(closing);
  const sub = await viaRedis(closing);
  const got = [];
  let more = () => {};
  const put = (kind) => (message, channel) => { got.push(`${kind} ${channel} ${message}`); more(); };
  await sub.subscribe('news', put('message'));
  await sub.pSubscribe('n?ws', put('pattern'));
  await sub.sSubscribe('shard', put('shard'));
  assert.equal(await db.publish('news', 'hi'), 2);
  assert.equal(await db.sPublish('shard', 'ho'), 1);
  await within(new Promise((resolve) => { more = () => got.length === 3 && resolve(); more(); }), 'three messages');
  assert.deepEqual(got.sort(), ['message news hi', 'pattern news hi', 'shard shard ho']);
  assert.deepEqual(await db.pubSubChannels(), ['news']);
  assert.equal(await db.pubSubNumPat(), 1);
  if (protocol === 3) assert.equal(await sub.get('none'), null); // RESP3 lets a subscriber do anything
  await sub.unsubscribe();
  await sub.pUnsubscribe();
  await sub.sUnsubscribe();
  assert.equal(await db.publish('news', 'late'), 0);
  assert.equal(await sub.dbSize(), await db.dbSize()); // an ordinary connection again
});

if (protocol === 3) {
  flow('client-side caching', async (closing) => {
    const writer = await viaRedis(closing);
    const db = await viaRedis(closing, { clientSideCache: { ttl: 0, maxEntries: 100, evictPolicy: 'LRU' } });
    await writer.set('cached', 'one');
    assert.equal(await db.get('cached'), 'one');
    const before = Number((await writer.info('commandstats')).match(/cmdstat_get:calls=(\d+)/)[1]);
    assert.equal(await db.get('cached'), 'one');
    assert.equal(Number((await writer.info('commandstats')).match(/cmdstat_get:calls=(\d+)/)[1]), before);
    await writer.set('cached', 'two');
    await until('the new value', async () => (await db.get('cached')) === 'two');
    await writer.flushDb();
    await until('no value', async () => (await db.get('cached')) === null);
  });
}

flow('iterators, blocking, pool', async (closing) => {
  const db = await viaRedis(closing);
  await Promise.all(Array.from({ length: 300 }, (_, i) => db.sAdd('s', `member ${i}`)));
  const members = new Set();
  for await (const part of db.sScanIterator('s', { COUNT: 20 })) [part].flat().forEach((m) => members.add(m));
  assert.equal(members.size, 300);
  const pool = await createClientPool({ socket: { host, port }, RESP: protocol }, { minimum: 2, maximum: 8 }).on('error', () => {}).connect();
  closing(() => pool.destroy());
  const waiting = pool.execute((client) => client.blPop('queue', 0));
  await until('it waits', async () => /blocked_clients:1\b/.test(await db.info('clients')));
  await pool.rPush('queue', 'job');
  assert.deepEqual({ ...(await within(waiting, 'BLPOP')) }, { key: 'queue', element: 'job' });
  const ids = await Promise.all(Array.from({ length: 50 }, (_, i) => pool.xAdd('events', '*', { i: String(i) })));
  assert.deepEqual((await db.xRange('events', '-', '+')).map((e) => e.id).sort(), ids.sort());
});
