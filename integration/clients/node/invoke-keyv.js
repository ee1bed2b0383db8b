import KeyvRedis from '@keyv/redis';
import Keyv from 'keyv';
import { createClient } from 'redis';
import { assert, flow, protocol, until } from './flow.js';

const [project, small] = [process.env.INVOKE_REDIS_URL, process.env.INVOKE_SMALL_REDIS_URL];

/** A project's kv by keyv: all of its store, or a namespace in it. */
function store(closing, namespace, url = project) {
  const adapter = new KeyvRedis({ url, RESP: protocol }, { throwOnErrors: true, ...(namespace ? { namespace } : { noNamespaceAffectsAll: true }) });
  const kv = new Keyv(adapter, { namespace, useKeyPrefix: false, throwOnErrors: true });
  closing(() => kv.disconnect());
  return kv;
}

async function plain(closing, url = project) {
  const db = createClient({ url, RESP: protocol });
  db.on('error', () => {});
  await db.connect();
  closing(() => db.close());
  return db;
}

flow('every type of JSON', async (closing) => {
  const kv = store(closing);
  const values = [
    'text', '', 'ключ 🔑', 0, -1.5, 1e21, Number.MAX_SAFE_INTEGER, true, false, [], [1, ['two'], { three: 3 }], {}, { deep: { list: [true, 'x'] } },
    'x'.repeat(100_000),
  ];
  for (const [i, value] of values.entries()) assert.equal(await kv.set(`type ${i}`, value), true);
  for (const [i, value] of values.entries()) {
    assert.deepEqual(await kv.get(`type ${i}`), value);
    assert.equal(await kv.has(`type ${i}`), true);
  }
  assert.deepEqual(await kv.getMany(values.map((_, i) => `type ${i}`)), values);
  await kv.set('null', null);
  assert.equal((await kv.get('null')) ?? null, null);
  assert.equal((await kv.get('never set')) ?? null, null);
  assert.equal(await kv.has('never set'), false);
  await kv.clear();
});

flow('set, overwrite, delete', async (closing) => {
  const kv = store(closing);
  await kv.set('k', 1);
  await kv.set('k', { now: 'an object' });
  assert.deepEqual(await kv.get('k'), { now: 'an object' });
  assert.equal(await kv.delete('k'), true);
  assert.equal(await kv.delete('k'), false);
  assert.equal((await kv.get('k')) ?? null, null);
});

flow('milliseconds to live, none unless asked', async (closing) => {
  const [kv, db] = [store(closing), await plain(closing)];
  await kv.set('long', 1, 60_123);
  const left = await db.pTTL('long');
  assert.ok(left > 50_000 && left <= 60_123, `${left}`);
  await kv.set('short', 1, 120);
  const asked = performance.now();
  assert.equal(await kv.has('short'), true);
  await until('expired', async () => !(await kv.has('short')));
  assert.ok(performance.now() - asked > 60, 'it was gone at once');
  assert.equal((await kv.get('short')) ?? null, null);
  assert.equal(await kv.delete('short'), false);
  await kv.set('long', 2);
  assert.equal(await db.pTTL('long'), -1);
  await kv.clear();
});

flow('namespaces, clear', async (closing) => {
  const [a, b, all] = [store(closing, 'a'), store(closing, 'b'), store(closing)];
  const entries = Array.from({ length: 500 }, (_, i) => ({ key: `key ${i}`, value: i }));
  await a.setMany(entries);
  await b.set('key 1', 'of b');
  assert.equal(await a.get('key 1'), 1);
  await a.clear();
  assert.equal(await a.has('key 2'), false);
  assert.equal(await b.get('key 1'), 'of b');
  await all.set('plain', 1);
  await all.clear();
  assert.equal(await b.has('key 1'), false);
  assert.equal(await all.has('plain'), false);
});

flow('projects are apart, each with its quota', async (closing) => {
  const [one, other, db] = [store(closing), store(closing, undefined, small), await plain(closing, small)];
  await one.set('k', 'of one');
  assert.equal(await other.has('k'), false);
  for (let i = 0; i < 100; i++) await other.set(`key ${i}`, i);
  await assert.rejects(other.set('one more', 1), /STOREFULL/);
  await other.set('key 5', 'again');
  assert.equal(await other.delete('key 6'), true);
  await other.set('one more', 1);
  await assert.rejects(db.multi().set('x', 1).set('y', 1).exec(), (e) => /STOREFULL/.test(String(e.replies?.[0] ?? e)));
  await assert.rejects(db.select(0), /NOPERM/);
  assert.equal(await db.dbSize(), 100);
  await other.clear();
  assert.equal(await db.dbSize(), 0);
  assert.equal(await one.get('k'), 'of one');
  await one.clear();
});
