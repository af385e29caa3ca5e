"""The durable queue, kept behind five verbs: put, dead, replay, cancel, purge."""
