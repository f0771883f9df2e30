"""Starts Rasa as a child process that ends with its parent: `python bot/rasa_ext/run.py PARENT_PID [rasa arguments]`.

Runs in Rasa's environment. The process also ends if the parent was killed by SIGKILL. It is run as a file, not as a
module: importing the package imports Rasa, which takes seconds in which the process would not be tied to its parent.
"""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def exit_with(parent: int) -> None:
    """Make this process end with its parent; exits at once if the parent has already ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def watch(parent: int) -> None:
    """Poll the parent's id, for systems without PR_SET_PDEATHSIG: a process whose parent has ended gets a new one."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    exit_with(int(sys.argv[1]))
    del sys.path[0]  # the folder of this file: its modules are imported as bot.rasa_ext only
    sys.argv = ["rasa", *sys.argv[2:]]
    from rasa.__main__ import main

    main()
