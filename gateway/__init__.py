"""How the outside gets in: HTTP, WebSocket, identity, execution, settings and the command line."""
