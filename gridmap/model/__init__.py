"""What the words of the service mean: plain values, no behaviour beyond their own rules."""
