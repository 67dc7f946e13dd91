"""HTTP and Socket.IO: who may call, what they send, what they are told. Never imports torch."""
