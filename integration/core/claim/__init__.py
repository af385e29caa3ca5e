"""Reading the account, the date of the transaction and the amount as a member wrote them."""
