"""What was decided, done and proven: ids, hashes and facts, never words."""
