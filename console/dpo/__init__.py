"""What a data-protection officer needs on paper, made from the configuration and the ledger: nothing typed twice."""
