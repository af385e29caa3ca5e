"""What holds for Zammad alone."""
