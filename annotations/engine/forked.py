"""Work done in a child of its own, for the sake of the memory it takes: what comes back is a list of lines."""

import json
import os
import sys
import traceback
from collections.abc import Callable

from annotations.engine.parent_death import die_with_parent


class ForkedWorkFailed(Exception):
    """The work raised the error it was allowed to raise, whose message this has, or broke and has printed why."""


def in_child(work: Callable[[], list[str]], *, expected: type[Exception]) -> list[str]:
    """What `work` returns, done in a forked child that ends with us.

    Raises ForkedWorkFailed when it did not get there. Call it while this process has one thread and no open database.
    """
    read_end, write_end = os.pipe()
    sys.stdout.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        die_with_parent(parent)
        os._exit(answer(work, expected, write_end))
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        told = pipe.read()
    _, status = os.waitpid(pid, 0)
    if not told or status:
        raise ForkedWorkFailed("The start broke off; the lines above say why.")
    reply = json.loads(told)
    if "failed" in reply:
        raise ForkedWorkFailed(reply["failed"])
    return [str(line) for line in reply["lines"]]


def answer(work: Callable[[], list[str]], expected: type[Exception], write_end: int) -> int:
    """The child's life: do the work, write the reply, return the exit code."""
    try:
        reply: dict[str, str | list[str]] = {"lines": work()}
    except expected as error:
        reply = {"failed": str(error)}
    except KeyboardInterrupt:
        return 130
    except BaseException:  # noqa: BLE001  whatever it was, it is printed, and this child ends here
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    with os.fdopen(write_end, "w") as pipe:
        pipe.write(json.dumps(reply))
    return 0
