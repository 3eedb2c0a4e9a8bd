"""From what a source writes to a request that is understood and placed: pure computing."""
