import Queue from 'bee-queue';
import { assert, flow, happened, host, port, until, within } from './flow.js';

function queue(closing, name, settings = {}) {
  const q = new Queue(name, { redis: { host, port }, activateDelayedJobs: true, ...settings });
  closing(() => q.close(1000));
  return q;
}

flow('jobs, results and progress', async (closing) => {
  const client = queue(closing, 'sums', { isWorker: false });
  const worker = queue(closing, 'sums');
  worker.process(4, async (job) => {
    job.reportProgress({ at: 'half' });
    return job.data.x + job.data.y;
  });
  const job = client.createJob({ x: 2, y: 3 });
  const [progress, result] = [happened(job, 'progress'), happened(job, 'succeeded')];
  await job.save();
  assert.deepEqual(await progress, [{ at: 'half' }]);
  assert.deepEqual(await result, [5]);
  const jobs = Array.from({ length: 100 }, (_, i) => client.createJob({ x: i, y: 1 }));
  const results = jobs.map((j) => happened(j, 'succeeded'));
  assert.equal((await client.saveAll(jobs)).size, 0);
  assert.deepEqual((await Promise.all(results)).flat(), Array.from({ length: 100 }, (_, i) => i + 1));
  await until('counted', async () => (await client.checkHealth()).succeeded === 101);
});

flow('retries, then failure', async (closing) => {
  const q = queue(closing, 'broken');
  let tries = 0;
  q.process(async () => { throw new Error(`try ${++tries}`); });
  const job = q.createJob({}).retries(2).backoff('fixed', 10);
  const failed = happened(job, 'failed');
  await job.save();
  assert.equal((await failed)[0].message, 'try 3');
  await until('counted', async () => (await q.checkHealth()).failed === 1);
});

flow('delay', async (closing) => {
  const q = queue(closing, 'later');
  let ran;
  const run = new Promise((resolve) => (ran = resolve));
  q.process(async () => ran(Date.now()));
  const due = Date.now() + 200;
  await q.createJob({}).delayUntil(due).save();
  assert.ok((await within(run, 'the job')) >= due);
});
