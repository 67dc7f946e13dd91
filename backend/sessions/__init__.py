"""Sessions in memory: their life cycle, their history, and the stream of events to whoever watches.

Knows nothing of HTTP or Flask: the web room hands in a transport, and calls plain methods.
"""
