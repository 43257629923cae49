"""The LIVE simulator: LIVEs start, tick, pause, break off and end, and recordings follow."""
