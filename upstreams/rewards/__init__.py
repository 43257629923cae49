"""LIVE rewards: what a LIVE earned, the weekly part, and the trend."""
