"""`make bench`: every figure in one run. Each part can be run alone, as `python -m benchmarks.clocks.finding`."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CLOCKS = ("clocks/finding.py", "clocks/lateness.py", "clocks/sweeping.py")
PARTS = ("ack.py", "calls.py", "deciding.py", "simulating.py", "memory.py", *CLOCKS)


def main() -> int:
    """Run the parts one after the other; a part that fails is told and makes the run fail."""
    failed = [part for part in PARTS if not _ran(part)]
    if failed:
        print(f"These parts failed: {', '.join(failed)}")
    return 1 if failed else 0


def _ran(part: str) -> bool:
    print(f"\n== {part}", flush=True)
    root = HERE.parent
    paths = {**os.environ, "PYTHONPATH": str(root)}  # the tests know how to start a PostgreSQL
    return subprocess.run([sys.executable, str(HERE / part)], cwd=root, env=paths, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
