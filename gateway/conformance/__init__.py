"""Conformance: whether a service keeps the contract that the gateway relies on."""
