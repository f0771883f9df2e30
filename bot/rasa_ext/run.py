"""Starts Rasa as a child that never outlives its supervisor: `python bot/rasa_ext/run.py PARENT_PID [rasa arguments]`.

Runs in Rasa's environment. Where the supervisor dies, by `kill -9` too, this process dies with it. It is run as a
file, not as a module: importing its package imports Rasa, and seconds would pass before it is tied to its parent.
"""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def die_with(parent: int) -> None:
    """Tie this process to its parent's life; exits at once where the parent is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def watch(parent: int) -> None:
    """Elsewhere than on Linux there is no such signal: a process whose parent died is given another one."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    del sys.path[0]  # this folder: its modules are reached as bot.rasa_ext alone
    sys.argv = ["rasa", *sys.argv[2:]]
    from rasa.__main__ import main

    main()
