"""What Zammad itself cannot do: a package that removes a member's files, and how it is built."""
