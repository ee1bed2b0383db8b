import { FlowProducer, Queue, QueueEvents, UnrecoverableError, Worker, DelayedError } from 'bullmq';
import { assert, flow, happened, host, port, protocol, until, within } from './flow.js';

const connection = { host, port, protocol, maxRetriesPerRequest: null };

async function queue(closing, name) {
  const q = new Queue(name, { connection });
  closing(() => q.close());
  const events = new QueueEvents(name, { connection, lastEventId: '0-0' }); // from the start, whenever it begins to read
  closing(() => events.close());
  await events.waitUntilReady();
  return { q, events };
}

function worker(closing, name, run, options = {}) {
  const w = new Worker(name, run, { connection, ...options });
  w.on('error', () => {});
  closing(() => w.close());
  return w;
}

/** The results of jobs once they are done. */
const finished = (jobs, events) => Promise.all(jobs.map((j) => j.waitUntilFinished(events, 20_000)));

flow('500 jobs, 8 at a time', async (closing) => {
  const { q, events } = await queue(closing, 'many');
  worker(closing, 'many', async (job) => job.data.n * 2, { concurrency: 8 });
  const jobs = await q.addBulk(Array.from({ length: 500 }, (_, n) => ({ name: 'double', data: { n } })));
  assert.deepEqual(await finished(jobs, events), Array.from({ length: 500 }, (_, n) => n * 2));
  assert.equal((await q.getJobCounts()).completed, 500);
});

flow('events and progress', async (closing) => {
  const { q, events } = await queue(closing, 'events');
  const seen = [];
  for (const name of ['added', 'waiting', 'active', 'progress', 'completed']) events.on(name, () => seen.push(name));
  const done = happened(events, 'completed');
  worker(closing, 'events', async (job) => { await job.updateProgress({ half: true }); await job.log('a line'); return { ok: [1, 'two', null] }; });
  const job = await q.add('one', { text: 'ü' });
  const [{ jobId, returnvalue }] = await done;
  assert.deepEqual([jobId, returnvalue], [job.id, { ok: [1, 'two', null] }]);
  assert.deepEqual(seen, ['added', 'waiting', 'active', 'progress', 'completed']);
  assert.deepEqual((await q.getJobLogs(job.id)).logs, ['a line']);
  assert.deepEqual((await q.getJob(job.id)).data, { text: 'ü' });
});

flow('delay, and priority', async (closing) => {
  const { q, events } = await queue(closing, 'order');
  await q.pause();
  const late = await q.add('late', {}, { delay: 300 });
  const low = await q.add('low', {}, { priority: 10 });
  const high = await q.add('high', {}, { priority: 1 });
  assert.deepEqual(await Promise.all([late.getState(), low.getState(), q.isPaused()]), ['delayed', 'prioritized', true]);
  const order = [];
  worker(closing, 'order', async (job) => order.push(job.name));
  await q.resume();
  await finished([late, low, high], events);
  assert.deepEqual(order.filter((name) => name !== 'late'), ['high', 'low']);
  const after = await q.getJob(late.id);
  assert.ok(after.processedOn - after.timestamp >= 300, `${after.processedOn - after.timestamp} ms`);
});

flow('retry with backoff, failure, retried by hand', async (closing) => {
  const { q, events } = await queue(closing, 'retry');
  let broken = true;
  worker(closing, 'retry', async (job) => {
    if (job.name === 'never') throw new UnrecoverableError('never');
    if (broken) throw new Error(`attempt ${job.attemptsMade}`);
    return 'mended';
  });
  const job = await q.add('try', {}, { attempts: 3, backoff: { type: 'exponential', delay: 20 } });
  const never = await q.add('never', {}, { attempts: 3 });
  await assert.rejects(job.waitUntilFinished(events, 20_000), /attempt 2/);
  await assert.rejects(never.waitUntilFinished(events, 20_000), /never/);
  assert.deepEqual((await q.getFailed()).map((j) => [j.name, j.attemptsMade]).sort(), [['never', 1], ['try', 3]]);
  broken = false;
  const done = happened(events, 'completed', ({ jobId }) => jobId === job.id);
  await (await q.getJob(job.id)).retry();
  assert.equal((await done)[0].returnvalue, 'mended');
});

flow('repeat', async (closing) => {
  const { q } = await queue(closing, 'repeat');
  let runs = 0;
  const thrice = new Promise((resolve) => worker(closing, 'repeat', async () => ++runs === 3 && resolve()));
  await q.upsertJobScheduler('tick', { every: 100 }, { name: 'tick', data: { n: 1 } });
  await within(thrice, 'three runs');
  const [scheduler] = await q.getJobSchedulers();
  assert.deepEqual([scheduler.key, Number(scheduler.every)], ['tick', 100]);
  assert.equal(await q.removeJobScheduler('tick'), true);
  assert.deepEqual(await q.getJobSchedulers(), []);
});

flow('a flow of parents and children', async (closing) => {
  const { events } = await queue(closing, 'parents');
  await queue(closing, 'children');
  const flows = new FlowProducer({ connection });
  closing(() => flows.close());
  worker(closing, 'children', async (job) => job.data.n ** 2, { concurrency: 3 });
  worker(closing, 'parents', async (job) => Object.values(await job.getChildrenValues()).reduce((a, b) => a + b, 0));
  const tree = await flows.add({ name: 'sum', queueName: 'parents', children: [
    { name: 'a', queueName: 'children', data: { n: 2 } }, { name: 'b', queueName: 'children', data: { n: 3 } },
    { name: 'inner', queueName: 'parents', children: [{ name: 'c', queueName: 'children', data: { n: 4 } }] }] });
  assert.equal(await tree.job.waitUntilFinished(events, 20_000), 4 + 9 + 16);
});

flow('rate limit', async (closing) => {
  const { q, events } = await queue(closing, 'rate');
  const times = [];
  worker(closing, 'rate', async () => times.push(Date.now()), { limiter: { max: 2, duration: 200 }, concurrency: 4 });
  await finished(await q.addBulk(Array.from({ length: 6 }, (_, n) => ({ name: 'x', data: { n } }))), events);
  assert.ok(times[5] - times[0] >= 350, `${times[5] - times[0]} ms`);
});

flow('a stalled job goes to another worker', async (closing) => {
  const { q, events } = await queue(closing, 'stalled');
  let hold;
  const held = new Promise((resolve) => (hold = resolve));
  const first = worker(closing, 'stalled', () => { hold(); return new Promise(() => {}); }, { lockDuration: 200, skipLockRenewal: true, skipStalledCheck: true });
  const job = await q.add('x', {});
  await within(held, 'start');
  await first.close(true); // it leaves the job where it is
  const stalled = happened(events, 'stalled');
  worker(closing, 'stalled', async () => 'rescued', { stalledInterval: 100 });
  assert.equal((await stalled)[0].jobId, job.id);
  assert.equal(await job.waitUntilFinished(events, 20_000), 'rescued');
});

flow('a job moves itself, unique ids, clean, obliterate', async (closing) => {
  const { q, events } = await queue(closing, 'misc');
  worker(closing, 'misc', async (job, token) => {
    if (job.data.again) {
      await job.updateData({ again: false });
      await job.moveToDelayed(Date.now() + 50, token);
      throw new DelayedError();
    }
    return 'second';
  });
  const job = await q.add('x', { again: true }, { jobId: 'only-one' });
  const same = await q.add('x', { again: true }, { jobId: 'only-one' });
  assert.equal(same.id, job.id);
  assert.equal(await job.waitUntilFinished(events, 20_000), 'second');
  const a = await q.add('y', {}, { deduplication: { id: 'd', ttl: 60_000 } });
  const b = await q.add('y', {}, { deduplication: { id: 'd', ttl: 60_000 } });
  assert.equal(a.id, b.id);
  await a.waitUntilFinished(events, 20_000);
  assert.equal((await q.clean(0, 100, 'completed')).length, 2);
  await q.pause();
  await q.addBulk([{ name: 'z', data: {} }, { name: 'z', data: {} }]);
  await q.obliterate({ force: true });
  await until('nothing left', async () => (await q.getJobCountByTypes('waiting', 'paused', 'completed')) === 0);
});
