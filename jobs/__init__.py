"""Door 2, the clock: what wakes cases when their time has come."""
