"""Tests of door 2: the schedule, the clock and the jobs."""
