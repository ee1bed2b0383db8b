"""What the flows share: where the server is, and how to wait for what must happen."""

import os
import time

import redis

HOST, PORT = "127.0.0.1", int(os.environ["REDIS_PORT"])
URL = f"redis://{HOST}:{PORT}/0"
LIMIT = 20  # seconds for each wait


def connect(**options):
    return redis.Redis(host=HOST, port=PORT, **{"socket_timeout": LIMIT, **options})


def until(what, ask):
    """Asks again, as soon as each answer is there, until it is true; for what no event tells."""
    end = time.monotonic() + LIMIT
    while not (answer := ask()):
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {LIMIT} s")
    return answer
