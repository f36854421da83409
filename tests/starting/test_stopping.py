"""How the portal learns that it shall stop."""

import signal
import subprocess
import sys
from pathlib import Path

from partnercenter.embedded.keeping import handles_interrupt

HANDLING = "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]); print(flush=True); signal.pause()"
WAITING = "import signal; print(flush=True); signal.pause()"


def test_an_interrupt_that_make_keeps_to_itself_is_noticed() -> None:
    """While make handles SIGINT it blocks it; where the system does not show that, nothing is claimed."""
    told = []
    for script in (HANDLING, WAITING):
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
            assert parent.stdout
            parent.stdout.readline()
            told.append(handles_interrupt(parent.pid))
            parent.send_signal(signal.SIGKILL)
    assert told == [Path("/proc/self/status").exists(), False]
