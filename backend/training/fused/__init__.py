"""The training step in compiled code, for the processor.

`kernel` holds the C++ sources, from `vectors.h` up to `interface.cpp`; `build` compiles them at
set-up, `check` compares the result with PyTorch, `store` knows where it lies. `library` mirrors its
functions, `handle` binds them to a model, `engine` puts that behind the trainer's seam.
"""
