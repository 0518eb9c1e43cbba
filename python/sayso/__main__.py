"""The `sayso` command."""

from __future__ import annotations

import signal
import sys

from . import _sayso


def main() -> int:
    # The command handles Ctrl-C itself, or ends by it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _sayso.command(["sayso", *sys.argv[1:]], _sayso.__file__)


if __name__ == "__main__":
    sys.exit(main())
