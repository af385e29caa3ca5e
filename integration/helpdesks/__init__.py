"""One folder per helpdesk, and the contract they share."""
