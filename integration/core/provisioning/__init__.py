"""What a policy needs of a helpdesk, what the helpdesk has, and the ordered steps between the two. Pure."""
