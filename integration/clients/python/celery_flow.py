"""celery: a worker with redis as broker and as store of results."""

import datetime
import threading
import unittest

import celery
from celery.contrib.testing.worker import start_worker
from celery.exceptions import TaskRevokedError
from flow import LIMIT, URL, connect, until

app = celery.Celery("flow", broker=URL, backend=URL)
app.conf.update(worker_hijack_root_logger=False, result_expires=600, broker_connection_retry_on_startup=True,
                broker_transport_options={"priority_steps": [0, 5, 9]})
release = threading.Event()


@app.task
def add(x, y):
    return x + y


@app.task
def total(numbers):
    return sum(numbers)


@app.task(bind=True, max_retries=3)
def flaky(self):
    if self.request.retries < 2:
        raise self.retry(countdown=0)
    return self.request.retries


@app.task
def broken():
    raise ValueError("broken")


@app.task
def hold():
    return release.wait(LIMIT)


class Flow(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(start_worker(app, pool="threads", concurrency=4, perform_ping_check=False, loglevel="ERROR"))
        until("the worker", lambda: app.control.ping(timeout=0.5))

    def test_results(self):
        results = [add.delay(i, 1) for i in range(100)]
        self.assertEqual([r.get(timeout=LIMIT) for r in results], list(range(1, 101)))
        self.assertEqual(results[0].state, "SUCCESS")
        left = connect().ttl(f"celery-task-meta-{results[0].id}")
        self.assertTrue(500 < left <= 600, left)
        results[0].forget()
        self.assertEqual(connect().exists(f"celery-task-meta-{results[0].id}"), 0)

    def test_failure_and_retry(self):
        self.assertEqual(flaky.delay().get(timeout=LIMIT), 2)
        failed = broken.delay()
        with self.assertRaisesRegex(ValueError, "broken"):
            failed.get(timeout=LIMIT)
        self.assertEqual(failed.state, "FAILURE")

    def test_countdown(self):
        due = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=1)
        result = add.apply_async((1, 2), eta=due)
        self.assertEqual(result.get(timeout=LIMIT), 3)
        self.assertGreaterEqual(result.date_done.replace(tzinfo=datetime.timezone.utc), due)

    def test_group_chain_chord(self):
        self.assertEqual(celery.group(add.s(i, i) for i in range(10))().get(timeout=LIMIT), [2 * i for i in range(10)])
        self.assertEqual((add.s(1, 2) | add.s(3) | add.s(4))().get(timeout=LIMIT), 10)
        self.assertEqual(celery.chord((add.s(i, i) for i in range(20)), total.s())().get(timeout=LIMIT), 380)

    def test_priority_queues(self):
        self.assertEqual([add.apply_async((p, 0), priority=p).get(timeout=LIMIT) for p in (0, 5, 9)], [0, 5, 9])

    def test_control(self):
        held = [hold.delay() for _ in range(4)]
        inspect = app.control.inspect(timeout=1)
        until("four run", lambda: sum(map(len, (inspect.active() or {}).values())) == 4)
        revoked = add.apply_async((1, 1), countdown=1)
        app.control.revoke(revoked.id, reply=True, timeout=1)
        release.set()
        self.assertEqual([r.get(timeout=LIMIT) for r in held], [True] * 4)
        with self.assertRaises(TaskRevokedError):
            revoked.get(timeout=LIMIT)
        self.assertTrue(inspect.stats())


if __name__ == "__main__":
    unittest.main()
