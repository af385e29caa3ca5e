"""The house: everything that reads, decides, writes and remembers."""
