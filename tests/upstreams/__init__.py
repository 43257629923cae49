"""Tests of the company around the gateway: its facts, its contracts, its processes."""
