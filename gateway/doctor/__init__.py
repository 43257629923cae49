"""Doctor: looks at a deployment with the settings that `serve` would have, and gives advice.

Each file looks at one thing and tells what it has found; none raises. Nothing that is told holds an
address, a secret, or the words of an error.
"""
