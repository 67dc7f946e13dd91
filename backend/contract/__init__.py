"""Typed models of every request, answer and event: the one truth about the wire.

Knows nothing of the other rooms. ``python -m backend.contract`` writes the OpenAPI document, the event
schemas and the frontend's TypeScript types from these models.
"""
