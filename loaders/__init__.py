"""How the data gets in: upstream contracts, batches, deadlines and MongoDB."""
