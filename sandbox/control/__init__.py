"""The control API under /sandbox: people's acts in plain words, time, faults, gates, waits and the log of calls."""

from sandbox.control import acting, disturbing, suspending, watching, zammad
from sandbox.control.door import control

__all__ = ["acting", "control", "disturbing", "suspending", "watching", "zammad"]
