"""rq: workers that fork, results, retries, dependencies, schedules."""

import datetime
import signal
import subprocess
import sys
import unittest

import rq_tasks
from flow import LIMIT, connect, until
from rq import Queue, Retry, Worker
from rq.command import send_shutdown_command, send_stop_job_command
from rq.registry import ScheduledJobRegistry
from rq.scheduler import RQScheduler

# A worker needs a main thread of its own for its signals.
WORKER = "from flow import connect; from rq import Worker; Worker(['high', 'low'], connection=connect(socket_timeout=None)).work(logging_level='ERROR')"


class Flow(unittest.TestCase):
    def setUp(self):
        self.db = connect()
        self.addCleanup(self.db.close)
        self.db.flushall()
        self.queue = Queue("low", connection=self.db)

    def work(self):
        """Works until the queues are empty."""
        worker = Worker(["high", "low"], connection=connect(socket_timeout=None))
        self.assertTrue(worker.work(burst=True, logging_level="CRITICAL"))

    def test_results_and_order(self):
        jobs = [self.queue.enqueue(rq_tasks.add, i, 1, result_ttl=500) for i in range(5)]
        high = Queue("high", connection=self.db).enqueue(rq_tasks.add, 1, y=2)
        self.work()
        self.assertEqual([j.result for j in jobs], [1, 2, 3, 4, 5])
        self.assertEqual(high.result, 3)
        high.refresh()
        jobs[0].refresh()
        self.assertLess(high.started_at, jobs[0].started_at)
        self.assertEqual(self.queue.finished_job_registry.count, 5)
        self.assertTrue(400 < self.db.ttl(jobs[0].key) <= 500)

    def test_failure_and_retry(self):
        flaky = self.queue.enqueue(rq_tasks.flaky, retry=Retry(max=2))
        broken = self.queue.enqueue(rq_tasks.broken)
        self.work()
        self.assertEqual((flaky.get_status(), flaky.result), ("finished", 2))
        self.assertEqual(broken.get_status(), "failed")
        broken.refresh()
        self.assertIn("ValueError: broken", broken.exc_info)
        self.assertEqual(self.queue.failed_job_registry.get_job_ids(), [broken.id])
        self.queue.failed_job_registry.requeue(broken.id)
        self.assertEqual(self.queue.job_ids, [broken.id])

    def test_dependencies(self):
        parts = [self.queue.enqueue(rq_tasks.add, i, i) for i in (1, 2, 3)]
        last = self.queue.enqueue(rq_tasks.after, depends_on=parts)
        self.assertEqual(last.get_status(), "deferred")
        self.work()
        self.assertEqual(last.result, 12)

    def test_schedule_and_cancel(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        due = self.queue.enqueue_at(now - datetime.timedelta(seconds=1), rq_tasks.add, 2, 3)
        far = self.queue.enqueue_in(datetime.timedelta(hours=1), rq_tasks.add, 4, 5)
        gone = self.queue.enqueue(rq_tasks.add, 6, 7)
        gone.cancel()
        self.assertEqual(ScheduledJobRegistry(queue=self.queue).count, 2)
        scheduler = RQScheduler([self.queue], connection=self.db)
        self.assertEqual(scheduler.acquire_locks(), {"low"})
        self.assertEqual(RQScheduler([self.queue], connection=self.db).acquire_locks(), set())
        scheduler.enqueue_scheduled_jobs()
        scheduler.release_locks()
        self.work()
        self.assertEqual((due.result, far.get_status(), gone.get_status()), (5, "scheduled", "canceled"))

    def test_commands_to_a_worker(self):
        process = subprocess.Popen([sys.executable, "-B", "-c", WORKER])
        self.addCleanup(process.wait, LIMIT)
        try:
            job = self.queue.enqueue(rq_tasks.endless)
            self.assertTrue(self.db.blpop("started", LIMIT))
            send_stop_job_command(self.db, job.id)
            until("stopped", lambda: job.get_status() == "stopped")
            [worker] = Worker.all(connection=self.db)
            self.assertEqual(worker.pid, process.pid)
            send_shutdown_command(self.db, worker.name)
            self.assertEqual(process.wait(LIMIT), 0)
        except BaseException:
            process.send_signal(signal.SIGKILL)
            raise


if __name__ == "__main__":
    unittest.main()
