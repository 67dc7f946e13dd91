"""The bundled texts: how they are built from registry packages, and what they must turn out to be.

``python -m datasets.build`` writes ``NAME.txt`` beside this file; ``MANIFEST.json`` describes them.
The running product only reads those two, through `backend.data.dataset_loader`.
"""
