"""Topology: two gateways behind nginx and a company, as in docker/compose.yaml, in no container."""
