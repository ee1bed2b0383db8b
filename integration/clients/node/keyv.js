import KeyvRedis from '@keyv/redis';
import Keyv from 'keyv';
import { assert, flow, host, port, protocol, until, viaRedis } from './flow.js';

function store(closing, namespace, options = {}) {
  const adapter = new KeyvRedis({ socket: { host, port }, RESP: protocol }, options);
  const cache = new Keyv(adapter, { namespace, throwOnErrors: true });
  closing(() => cache.disconnect());
  return cache;
}

flow('values', async (closing) => {
  const cache = store(closing, 'ns');
  const value = { list: [1, 'two', null], text: 'ü', bytes: Buffer.from([0, 255]) };
  assert.equal(await cache.set('k', value), true);
  assert.deepEqual(await cache.get('k'), value);
  assert.equal(await cache.get('none'), undefined);
  assert.equal(await cache.has('k'), true);
  assert.equal(await cache.delete('k'), true);
  assert.equal(await cache.delete('k'), false);
});

flow('expiry', async (closing) => {
  const cache = store(closing, 'ttl');
  const db = await viaRedis(closing);
  await cache.set('long', 1, 60_000);
  const left = await db.pTTL((await db.keys('ttl*long'))[0]);
  assert.ok(left > 50_000 && left <= 60_000, `${left}`);
  await cache.set('short', 1, 50);
  await until('expired', async () => (await cache.get('short')) === undefined);
  assert.deepEqual(await db.keys('ttl*short'), []);
});

flow('many, namespaces, iteration, clear', async (closing) => {
  const [a, b] = [store(closing, 'a'), store(closing, 'b', { useUnlink: true })];
  const entries = Array.from({ length: 2500 }, (_, i) => ({ key: `key ${i}`, value: i }));
  await a.setMany(entries);
  await b.set('key 1', 'of b');
  assert.deepEqual(await a.getMany(['key 0', 'none', 'key 2499']), [0, undefined, 2499]);
  const seen = new Map();
  for await (const [key, value] of a.iterator()) seen.set(key, value);
  assert.equal(seen.size, 2500);
  assert.equal(seen.get('key 77'), 77);
  assert.equal(await a.deleteMany(['key 0', 'key 1']), true);
  await a.clear();
  assert.equal(await a.get('key 2'), undefined);
  assert.equal(await b.get('key 1'), 'of b');
});
