"""What the house believes: the policy, its messages, and the room that loads them."""
