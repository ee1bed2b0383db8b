import Redlock from 'redlock';
import { assert, flow, viaIORedis } from './flow.js';

flow('lock, contention, release', async (closing) => {
  const db = viaIORedis(closing);
  const locks = new Redlock([db], { retryCount: 0 });
  const lock = await locks.lock('resource', 10_000);
  assert.equal(await db.get('resource'), lock.value);
  await assert.rejects(locks.lock('resource', 1000), { name: 'LockError' });
  const longer = await lock.extend(60_000);
  assert.ok((await db.pttl('resource')) > 30_000);
  await longer.unlock();
  assert.equal(await db.exists('resource'), 0);
  await assert.rejects(lock.unlock(), { name: 'LockError' });
});

flow('several resources, all or none', async (closing) => {
  const db = viaIORedis(closing);
  const locks = new Redlock([db], { retryCount: 0 });
  const one = await locks.lock('b', 10_000);
  await assert.rejects(locks.lock(['a', 'b', 'c'], 10_000));
  assert.equal(await db.exists('a', 'c'), 0);
  await one.unlock();
  const all = await locks.lock(['a', 'b', 'c'], 10_000);
  assert.equal(await db.exists('a', 'b', 'c'), 3);
  await all.unlock();
});

flow('one at a time', async (closing) => {
  const clients = [viaIORedis(closing), viaIORedis(closing)];
  const locks = clients.map((c) => new Redlock([c], { retryCount: -1, retryDelay: 5, retryJitter: 5 }));
  let [inside, most, turns] = [0, 0, 0];
  await Promise.all(Array.from({ length: 20 }, async (_, i) => {
    const lock = await locks[i % 2].lock('turn', 10_000);
    most = Math.max(most, ++inside);
    await clients[i % 2].incr('turns');
    inside--;
    turns++;
    await lock.unlock();
  }));
  assert.deepEqual([most, turns, await clients[0].get('turns')], [1, 20, '20']);
});

flow('a lock that expired is taken over', async (closing) => {
  const db = viaIORedis(closing);
  const lock = await new Redlock([db], { retryCount: 0 }).lock('short', 10_000);
  const taking = new Redlock([db], { retryCount: -1, retryDelay: 5 }).lock('short', 10_000);
  await db.pexpire('short', 20); // sooner than its owner knows
  const next = await taking;
  await assert.rejects(lock.unlock(), { name: 'LockError' });
  assert.equal(await db.get('short'), next.value);
  await next.unlock();
});
