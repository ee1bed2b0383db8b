// How long BullMQ takes for 10,000 jobs with 8 workers, in seconds; make bench-clients compares two servers by it.
import { Queue, Worker } from 'bullmq';

const connection = { host: '127.0.0.1', port: Number(process.env.REDIS_PORT), maxRetriesPerRequest: null };
const [jobs, count] = [10_000, 8];

const queue = new Queue('speed', { connection });
let done = 0;
let finish;
const finished = new Promise((resolve) => (finish = resolve));
const workers = Array.from({ length: count }, () => new Worker('speed', async () => { if (++done === jobs) finish(); }, { connection }));
await Promise.all([queue.waitUntilReady(), ...workers.map((w) => w.waitUntilReady())]);

const began = performance.now();
for (let i = 0; i < jobs; i += 1000) {
  await queue.addBulk(Array.from({ length: 1000 }, (_, n) => ({ name: 'job', data: { n: i + n } })));
}
await finished;
console.log(((performance.now() - began) / 1000).toFixed(3));
await Promise.all([...workers, queue].map((x) => x.close()));
