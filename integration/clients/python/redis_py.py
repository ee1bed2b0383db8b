"""redis-py: pipelines, transactions, scripts, locks, pub/sub, streams."""

import threading
import unittest

import redis
from flow import LIMIT, connect, until


class Flow(unittest.TestCase):
    def setUp(self):
        self.db = connect(decode_responses=True)
        self.addCleanup(self.db.close)
        self.db.flushall()

    def test_pipeline(self):
        with self.db.pipeline(transaction=False) as p:
            for _ in range(1000):
                p.incr("n")
            p.lpush("n", "x")
            *numbers, error = p.execute(raise_on_error=False)
        self.assertEqual(numbers, list(range(1, 1001)))
        self.assertIsInstance(error, redis.ResponseError)
        self.assertTrue(str(error).startswith("WRONGTYPE"))

    def test_watch(self):
        def add():
            with connect() as db:
                for _ in range(50):
                    db.transaction(lambda p: (n := int(p.get("sum") or 0), p.multi(), p.set("sum", n + 1)), "sum")

        threads = [threading.Thread(target=add) for _ in range(3)]
        for t in threads:
            t.start()
        for t in threads:
            t.join(LIMIT)
        self.assertEqual(self.db.get("sum"), "150")

    def test_scripts(self):
        limiter = self.db.register_script("""
            local n = redis.call('INCR', KEYS[1])
            if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
            return {n, n <= tonumber(ARGV[2]) and 1 or false, cjson.encode({left = ARGV[2] - n})}""")
        self.assertEqual([limiter(keys=["l"], args=[60, 2])[:2] for _ in range(3)], [[1, 1], [2, 1], [3, None]])
        self.db.script_flush()
        self.assertEqual(limiter(keys=["l"], args=[60, 9])[2], '{"left":5}')
        with self.db.pipeline() as p:
            limiter(keys=["m"], args=[60, 2], client=p)
            p.ttl("m")
            self.assertEqual(p.execute()[1], 60)
        with self.assertRaisesRegex(redis.ResponseError, "WRONGTYPE"):
            self.db.eval("redis.call('SET', KEYS[1], 'v') return redis.call('LPUSH', KEYS[1], 'x')", 1, "k")

    def test_lock(self):
        lock = self.db.lock("lock", timeout=60)
        self.assertTrue(lock.acquire())
        self.assertFalse(self.db.lock("lock", blocking=False).acquire())
        lock.extend(60)
        self.assertGreater(self.db.pttl("lock"), 100_000)
        lock.reacquire()
        lock.release()
        with self.assertRaises(redis.exceptions.LockError):
            lock.release()

    def test_pubsub(self):
        sub = self.db.pubsub()
        self.addCleanup(sub.close)
        sub.subscribe("news")
        sub.psubscribe("n*s")
        self.assertEqual([sub.get_message(timeout=LIMIT)["type"] for _ in range(2)], ["subscribe", "psubscribe"])
        self.assertEqual(self.db.publish("news", "hi"), 2)
        got = [sub.get_message(timeout=LIMIT) for _ in range(2)]
        self.assertEqual([(m["type"], m["pattern"], m["channel"], m["data"]) for m in got],
                         [("message", None, "news", "hi"), ("pmessage", "n*s", "news", "hi")])
        self.assertEqual(self.db.pubsub_numsub("news"), [("news", 1)])
        sub.ping("there")
        self.assertEqual(sub.get_message(timeout=LIMIT)["data"], "there")
        seen, done = [], threading.Event()
        sub.unsubscribe()
        sub.punsubscribe()
        until("no subscriber", lambda: sub.get_message(timeout=LIMIT) and not sub.subscribed)
        sub.subscribe(jobs=lambda m: (seen.append(int(m["data"])), len(seen) == 500 and done.set()))
        thread = sub.run_in_thread(sleep_time=1, daemon=True)
        until("a subscriber", lambda: self.db.pubsub_numsub("jobs")[0][1] == 1)
        for i in range(500):
            self.db.publish("jobs", i)
        self.assertTrue(done.wait(LIMIT))
        self.assertEqual(seen, list(range(500)))
        thread.stop()
        thread.join(LIMIT)

    def test_stream(self):
        self.db.xgroup_create("s", "g", mkstream=True)
        ids = [self.db.xadd("s", {"n": i}) for i in range(3)]
        [(_, entries)] = self.db.xreadgroup("g", "one", {"s": ">"}, count=2)
        self.assertEqual([i for i, _ in entries], ids[:2])
        self.assertEqual(self.db.xack("s", "g", ids[0]), 1)
        self.assertEqual(self.db.xpending("s", "g")["pending"], 1)
        self.assertEqual(self.db.xautoclaim("s", "g", "two", 0)[1][0][0], ids[1])
        self.assertEqual({c["name"]: c["pending"] for c in self.db.xinfo_consumers("s", "g")}, {"one": 0, "two": 1})

    def test_blocking_and_scan(self):
        got = []
        thread = threading.Thread(target=lambda: got.append(connect(decode_responses=True).brpop(["a", "b"], LIMIT)))
        thread.start()
        until("it waits", lambda: self.db.info("clients")["blocked_clients"] == 1)
        self.db.lpush("b", "job")
        thread.join(LIMIT)
        self.assertEqual(got, [("b", "job")])
        self.db.hset("h", mapping={f"f{i}": i for i in range(1000)})
        self.assertEqual(len(dict(self.db.hscan_iter("h", match="f*", count=50))), 1000)


if __name__ == "__main__":
    unittest.main()
