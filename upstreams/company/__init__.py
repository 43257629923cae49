"""The facts of the company: a pure function of a seed, an anchor time, a creator and a session."""
