"""Tests of the sandbox itself: a stateful fake is only worth what its own tests are."""
