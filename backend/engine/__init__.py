"""Where trainers run: warm worker processes of this machine, spoken to in framed messages.

Knows nothing of HTTP, Socket.IO or sessions. The web process imports `backend.engine.pool` and
`backend.engine.inspector`; only the worker programs import torch.
"""
