"""The company around the gateway, in small: reference services, a database, a LIVE simulator.

Everything here is real enough to be talked to over sockets and knows nothing of the gateway.
"""
