"""The LIVE journey: level, league, milestones, goals and what to grow into next."""
