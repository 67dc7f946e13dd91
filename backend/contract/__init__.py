"""Typed models of every request, answer and event: the one truth about the wire.

Knows nothing of the other rooms. ``python -m backend.contract`` writes the OpenAPI document and the
event schemas from these models; the frontend's TypeScript types are generated from those.
"""
