"""Codes of the company's envelope; zero is good, also when HTTP says something else."""

from __future__ import annotations

SUCCESS = 0
EXPIRED_CREDENTIAL = 105002
OUT_OF_SCOPE = 105005
TOO_MANY_REQUESTS = 36009002
BAD_PARAMETERS = 36009004
TIMED_OUT = 36009007
BAD_PATH = 36009009
INTERNAL = 98001001

# The code that goes with an HTTP status that a fault asks for.
CODE_BY_STATUS = {
    401: EXPIRED_CREDENTIAL,
    403: OUT_OF_SCOPE,
    404: BAD_PATH,
    408: TIMED_OUT,
    429: TOO_MANY_REQUESTS,
    503: TOO_MANY_REQUESTS,
    504: TIMED_OUT,
}
