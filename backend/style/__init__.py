"""Style figures, copying and shared phrases of two texts: pure functions, no models, no web."""
