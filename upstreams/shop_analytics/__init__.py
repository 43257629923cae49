"""Shop analytics: sales, traffic, products, engagement, benchmarks and what to improve."""
