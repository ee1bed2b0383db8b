"""The jobs of rq_flow."""

from flow import connect
from rq import get_current_job


def add(x, y):
    return x + y


def flaky():
    """Fails once."""
    job = get_current_job()
    job.meta["runs"] = job.meta.get("runs", 0) + 1
    job.save_meta()
    if job.meta["runs"] < 2:
        raise ValueError("not yet")
    return job.meta["runs"]


def broken():
    raise ValueError("broken")


def after():
    """The sum of what the jobs before it returned."""
    return sum(job.result for job in get_current_job().fetch_dependencies())


def endless():
    connect().rpush("started", "x")
    connect(socket_timeout=None).blpop("never")
