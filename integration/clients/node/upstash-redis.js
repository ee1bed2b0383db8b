import { Redis } from '@upstash/redis';
import { assert, flow, until, within } from './flow.js';

const db = () => Redis.fromEnv({ enableTelemetry: false });
/** A client that is not from the environment: with another token, or other options. */
const other = (options) => new Redis({ url: process.env.UPSTASH_REDIS_REST_URL, token: process.env.UPSTASH_REDIS_REST_TOKEN, ...options });

flow('strings', async () => {
  const r = db();
  assert.equal(await r.set('k', 'v'), 'OK');
  assert.equal(await r.get('k'), 'v');
  assert.equal(await r.get('none'), null);
  assert.equal(await r.set('k', 'w', { nx: true }), null);
  assert.equal(await r.set('k', { a: [1, null, 'ü'] }, { ex: 100, get: true }), 'v');
  assert.deepEqual(await r.get('k'), { a: [1, null, 'ü'] });
  assert.ok((await r.ttl('k')) > 90);
  assert.equal(await r.incr('n'), 1);
  assert.equal(await r.incrby('n', 41), 42);
  assert.equal(await r.incrbyfloat('n', 0.5), 42.5);
  assert.equal(await r.append('text', 'OK'), 2);
  assert.equal(await r.get('text'), 'OK');
  assert.equal(await r.set('bool', true), 'OK');
  assert.equal(await r.get('bool'), true);
  assert.deepEqual(await r.mget('n', 'none', 'text'), [42.5, null, 'OK']);
  assert.equal(await r.mset({ m1: 1, m2: { x: 2 } }), 'OK');
  assert.deepEqual(await r.mget('m1', 'm2'), [1, { x: 2 }]);
  assert.equal(await r.type('k'), 'string');
  assert.equal(await r.ping(), 'PONG');
  assert.equal(await r.echo('ключ 🔑'), 'ключ 🔑');
  assert.equal(await r.getrange('text', 0, 0), 'O');
  assert.equal(await r.strlen('text'), 2);
  assert.equal(await r.exists('k', 'n', 'none'), 2);
  assert.equal(await r.getdel('text'), 'OK');
  assert.equal(await r.del('k', 'n', 'bool', 'm1', 'm2'), 5);
  assert.equal(await r.dbsize(), 0);
});

flow('texts that look like others', async () => {
  const r = other({ automaticDeserialization: false });
  for (const text of ['', 'OK', 'null', '{"a":', 'T0s=', '\u0000\u0001', 'a\nb\r\n', '"quoted"', '\\', '\u2028', '🔑'.repeat(1000), '007', '1e400', 'x'.repeat(1 << 20)]) {
    assert.equal(await r.set('text', text), 'OK');
    assert.equal(await r.get('text'), text);
  }
  const plain = other({ automaticDeserialization: false, responseEncoding: false });
  await plain.set('text', 'a\nü"\\');
  assert.equal(await plain.get('text'), 'a\nü"\\');
  await r.del('text');
});

flow('hashes, lists, sets, sorted sets, streams', async () => {
  const r = db();
  assert.equal(await r.hset('h', { a: 1, b: 'two', c: { three: 3 } }), 3);
  assert.deepEqual(await r.hgetall('h'), { a: 1, b: 'two', c: { three: 3 } });
  assert.equal(await r.hgetall('none'), null);
  assert.deepEqual(await r.hmget('h', 'a', 'none'), { a: 1, none: null });
  assert.equal(await r.hincrby('h', 'a', 5), 6);
  assert.equal(await r.hget('h', 'b'), 'two');
  assert.equal(await r.hdel('h', 'b', 'c'), 2);
  assert.deepEqual(await r.hkeys('h'), ['a']);
  assert.equal(await r.rpush('l', 1, 'two', { three: 3 }), 3);
  assert.deepEqual(await r.lrange('l', 0, -1), [1, 'two', { three: 3 }]);
  assert.equal(await r.lpop('l'), 1);
  assert.equal(await r.sadd('s', 'a', 'b', 3), 3);
  assert.deepEqual((await r.smembers('s')).map(String).sort(), ['3', 'a', 'b']);
  assert.equal(await r.sismember('s', 'a'), 1);
  assert.equal(await r.zadd('z', { score: 2, member: 'b' }, { score: 1.5, member: 'a' }), 2);
  assert.deepEqual(await r.zrange('z', 0, -1, { withScores: true }), ['a', 1.5, 'b', 2]);
  assert.equal(await r.zscore('z', 'a'), 1.5);
  assert.equal(await r.zscore('z', 'none'), null);
  assert.deepEqual(await r.zrange('z', 2, '+inf', { byScore: true }), ['b']);
  const id = await r.xadd('x', '*', { f: 'v', n: 1 });
  assert.deepEqual(await r.xrange('x', '-', '+'), { [id]: { f: 'v', n: 1 } });
  assert.equal(await r.setbit('bits', 7, 1), 0);
  assert.equal(await r.bitcount('bits'), 1);
  assert.equal(await r.pfadd('hll', 'a', 'b'), 1);
  assert.equal(await r.pfcount('hll'), 2);
  await r.geoadd('geo', { longitude: 13.361389, latitude: 38.115556, member: 'Palermo' });
  assert.ok(Math.abs((await r.geopos('geo', 'Palermo'))[0].lng - 13.361389) < 0.001);
  const seen = [];
  for (let cursor = '0'; ; ) {
    const [next, keys] = await r.scan(cursor, { match: '*', count: 3 });
    seen.push(...keys);
    if ((cursor = String(next)) === '0') break;
  }
  assert.deepEqual([...new Set(seen)].sort(), ['bits', 'geo', 'h', 'hll', 'l', 's', 'x', 'z']);
  assert.equal(await r.flushdb(), 'OK');
  assert.deepEqual(await r.keys('*'), []);
});

flow('pipelines and transactions', async () => {
  const r = other({ enableAutoPipelining: false });
  const p = r.pipeline();
  for (let i = 0; i < 100; i++) p.incr('n');
  assert.deepEqual(await p.exec(), Array.from({ length: 100 }, (_, i) => i + 1));
  assert.deepEqual(await r.pipeline().set('a', 1).lpush('a', 'x').get('a').exec({ keepErrors: true }).then((all) => all.map((x) => x.error?.split(' ')[0] ?? x.result)),
    ['OK', 'WRONGTYPE', 1]);
  await assert.rejects(r.pipeline().get('a').lpush('a', 'x').exec(), /Command 2 \[ lpush \] failed: WRONGTYPE/);
  assert.deepEqual(await r.multi().set('m', 'v').incr('n').get('m').hgetall('none').exec(), ['OK', 101, 'v', null]);
  await assert.rejects(r.multi().set('m', 'w').mget().exec(), /EXECABORT/);
  assert.equal(await r.get('m'), 'v');
  const add = () => Array.from({ length: 20 }, () => r.multi().incr('x').incr('y').exec());
  for (const [x, y] of await Promise.all([...add(), ...add()])) assert.equal(x, y);
  await r.flushdb();
});

flow('auto-pipelining', async () => {
  const r = db();
  assert.deepEqual(await Promise.all([r.set('a', 1), r.set('b', { two: 2 }), r.hset('h', { f: 1 })]), ['OK', 'OK', 1]);
  assert.deepEqual(await Promise.all([r.get('a'), r.get('b'), r.hget('h', 'f'), r.get('none')]), [1, { two: 2 }, 1, null]);
  const many = await Promise.all(Array.from({ length: 1500 }, (_, i) => r.incr(`c${i % 10}`)));
  assert.equal(Math.max(...many), 150);
  assert.equal(await r.get('c3'), 150);
  assert.equal(r.pipelineCounter, 5); // what was asked at a time was sent together, up to a thousand commands
  const settled = await Promise.allSettled([r.set('a', 2), r.lpush('b', 'x'), r.incr('a')]);
  assert.deepEqual(settled.map((s) => s.value ?? /WRONGTYPE/.test(s.reason.message)), ['OK', true, 3]);
  await r.flushdb();
});

flow('scripts', async () => {
  const r = db();
  const script = r.createScript("return {redis.call('INCRBY', KEYS[1], ARGV[1]), ARGV[2], false}");
  assert.deepEqual(await script.exec(['n'], [2, 'text']), [2, 'text', null]);
  assert.deepEqual(await script.exec(['n'], [3, '{"json":1}']), [5, { json: 1 }, null]);
  assert.equal(await r.eval("return redis.call('GET', KEYS[1])", ['n'], []), 5);
  const sha = await r.scriptLoad('return ARGV[1]');
  assert.deepEqual(await r.scriptExists(sha, '0'.repeat(40)), [1, 0]);
  assert.equal(await r.evalsha(sha, [], ['hi']), 'hi');
  assert.equal(await r.evalRo("return redis.call('GET', KEYS[1])", ['n'], []), 5);
  await assert.rejects(r.evalsha('f'.repeat(40), [], []), /NOSCRIPT/);
  await assert.rejects(r.eval("return redis.call('LPUSH', KEYS[1], 1)", ['n'], []), /WRONGTYPE/);
  await r.flushdb();
});

flow('messages', async (closing) => {
  const r = db();
  for (const [make, type] of [[(c) => r.subscribe(c), 'message'], [(c) => r.psubscribe(c), 'pmessage']]) {
    const sub = make(type === 'message' ? ['news', 'other news'] : ['n*']);
    closing(() => sub.unsubscribe());
    const got = [];
    let ready = 0;
    sub.on('error', (e) => got.push(e));
    sub.on('subscribe', () => ready++);
    sub.on('psubscribe', () => ready++);
    sub.on(type, (m) => got.push(m));
    await until('subscribed', () => ready === (type === 'message' ? 2 : 1));
    const texts = ['hi', { json: ['ü', 1] }, 'a,b,,c', 7];
    if (type === 'pmessage') texts.splice(0, 3, { hi: 'ü, you' }); // the library wants JSON from a pattern
    for (const text of texts) assert.equal(await r.publish('news', text), 1);
    await until('all came', () => got.length === texts.length);
    assert.deepEqual(got.map((m) => m.message), texts);
    assert.deepEqual([...new Set(got.map((m) => m.channel))], ['news']);
    await sub.unsubscribe();
    await until('nobody listens', async () => (await r.publish('news', 'late')) === 0);
  }
});

flow('a monitor', async (closing) => {
  const abort = new AbortController();
  closing(() => abort.abort());
  const answer = await fetch(`${process.env.UPSTASH_REDIS_REST_URL}/monitor`, {
    method: 'POST', headers: { authorization: `Bearer ${process.env.OPERATOR}` }, signal: abort.signal,
  });
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  await db().set('watched', 'v');
  let text = '';
  while (!text.includes('watched')) text += (await within(reader.read(), 'a line')).value;
  assert.match(text, /^data: .*"set" "watched" "v"/im);
  await db().del('watched');
});

flow('tokens', async () => {
  await db().set('k', 'v');
  const reader = other({ token: process.env.UPSTASH_REDIS_REST_READONLY_TOKEN });
  assert.equal(await reader.get('k'), 'v');
  await assert.rejects(reader.set('k', 'w'), /NOPERM/);
  await assert.rejects(other({ token: 'wrong' }).get('k'), /WRONGPASS|[Uu]nauthorized/);
  const url = process.env.UPSTASH_REDIS_REST_URL;
  assert.equal((await fetch(`${url}/get/k`)).status, 401);
  assert.deepEqual(await (await fetch(`${url}/get/k?_token=${process.env.UPSTASH_REDIS_REST_TOKEN}`)).json(), { result: 'v' });
  await assert.rejects(db().eval("return redis.call('SELECT', '0')", [], []), /NOPERM|ERR/);
  await db().del('k');
});

flow('by hand', async () => {
  const [url, headers] = [process.env.UPSTASH_REDIS_REST_URL, { authorization: `Bearer ${process.env.UPSTASH_REDIS_REST_TOKEN}` }];
  const ask = async (method, path, body, more) => {
    const answer = await fetch(url + path, { method, body, headers: { ...headers, ...more } });
    return [answer.status, await answer.json()];
  };
  assert.deepEqual(await ask('POST', '/', '["SET","k","v","EX",100]'), [200, { result: 'OK' }]);
  assert.deepEqual(await ask('GET', '/get/k'), [200, { result: 'v' }]);
  assert.deepEqual(await ask('POST', '/set/raw?EX=100', 'any bytes'), [200, { result: 'OK' }]);
  assert.deepEqual(await ask('GET', '/ttl/raw'), [200, { result: 100 }]);
  assert.deepEqual(await ask('GET', '/set/a%2Fb/%C3%BC%20x'), [200, { result: 'OK' }]);
  assert.deepEqual(await ask('GET', '/get/a%2Fb', undefined, { 'Upstash-Encoding': 'base64' }), [200, { result: Buffer.from('ü x').toString('base64') }]);
  assert.deepEqual(await ask('PUT', '/lpush/k', 'x'), [400, { error: 'WRONGTYPE Operation against a key holding the wrong kind of value' }]);
  assert.deepEqual(await ask('POST', '/pipeline', '[["GET","k"],["NOPE"]]'),
    [200, [{ result: 'v' }, { error: "ERR unknown command 'NOPE', with args beginning with: " }]]);
  assert.deepEqual(await ask('POST', '/multi-exec', '[["GET","k"],["INCR","n"]]'), [200, [{ result: 'v' }, { result: 1 }]]);
  assert.equal((await ask('POST', '/', '["GET"'))[0], 400);
  assert.equal((await ask('DELETE', '/get/k'))[0], 405);
  const [, echo] = await Promise.all([db().flushdb(), fetch(`${url}/ping`, { headers: { ...headers, 'upstash-sync-token': 'abc' } })]);
  assert.ok(echo.headers.has('upstash-sync-token'));
});
