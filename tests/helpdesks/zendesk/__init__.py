"""What holds for Zendesk alone."""
