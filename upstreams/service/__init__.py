"""What the three reference services share: reading keys, the envelope, faults, traps, serving."""
