"""Memory of the processes of a running Guichet: proportional set size, after some work."""

import tempfile
from pathlib import Path

from console.demo.scene import Scene
from console.demo.stage import Stage, stage

CASES = 40


def main() -> None:
    """Take 40 cases through and print what each process holds then."""
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder), settle=0.3) as set_up:
        scene = Scene(set_up, lambda _line: None)
        for number in range(CASES):
            filed = scene.helpdesk.member_files(motif="Facturation", description=f"Une erreur, n° {number}.")
        scene.settled(filed.id)
        print(f"Memory after {CASES} cases (proportional set size, MB)")
        for name in ("web", "worker", "clock"):
            print(f"  {name:<8} {_megabytes(set_up, name):6.0f}")


def _megabytes(set_up: Stage, name: str) -> float:
    first = set_up.processes[name].pid
    return sum(_pss(pid) for pid in (first, *_children(first))) / 1024


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in listed.split()]


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
