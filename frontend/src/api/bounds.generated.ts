// Generated from the backend's contract. Do not edit: run ./setup.sh types.

export const MODEL_BOUNDS = {
  "activation": {
    "kind": "choice",
    "default": "relu",
    "options": [
      "relu",
      "relu2",
      "gelu"
    ]
  },
  "bias": {
    "kind": "boolean",
    "default": false
  },
  "block_size": {
    "kind": "integer",
    "default": 64,
    "min": 8,
    "max": 256
  },
  "dropout": {
    "kind": "number",
    "default": 0,
    "min": 0,
    "max": 0.5
  },
  "n_embd": {
    "kind": "integer",
    "default": 16,
    "min": 4,
    "max": 256
  },
  "n_head": {
    "kind": "integer",
    "default": 2,
    "min": 1,
    "max": 8
  },
  "n_layer": {
    "kind": "integer",
    "default": 2,
    "min": 1,
    "max": 6
  },
  "norm": {
    "kind": "choice",
    "default": "layernorm",
    "options": [
      "layernorm",
      "rmsnorm",
      "plain_rmsnorm",
      "none"
    ]
  },
  "position": {
    "kind": "choice",
    "default": "learned",
    "options": [
      "learned",
      "relative",
      "rotary",
      "none"
    ]
  },
  "residual": {
    "kind": "boolean",
    "default": true
  },
  "smear": {
    "kind": "boolean",
    "default": false
  },
  "stream_norm": {
    "kind": "choice",
    "default": "last",
    "options": [
      "last",
      "first"
    ]
  },
  "weight_tying": {
    "kind": "boolean",
    "default": true
  }
} as const;

export const TRAINING_BOUNDS = {
  "batch_size": {
    "kind": "integer",
    "default": 32,
    "min": 1,
    "max": 128
  },
  "beta1": {
    "kind": "number",
    "default": 0.8,
    "min": 0,
    "max": 0.999
  },
  "beta2": {
    "kind": "number",
    "default": 0.98,
    "min": 0,
    "max": 0.9999
  },
  "eval_interval": {
    "kind": "integer",
    "default": 50,
    "min": 1
  },
  "grad_clip": {
    "kind": "number",
    "default": 1,
    "min": 0,
    "max": 10
  },
  "input_noise": {
    "kind": "number",
    "default": 0,
    "min": 0,
    "max": 0.5
  },
  "learning_rate": {
    "kind": "number",
    "default": 0.04,
    "above": 0,
    "max": 0.1
  },
  "lr_decay": {
    "kind": "choice",
    "default": "trapezoid",
    "options": [
      "cosine",
      "linear",
      "trapezoid",
      "constant"
    ]
  },
  "matrix_learning_rate": {
    "kind": "number",
    "default": 0.04,
    "above": 0,
    "max": 0.1
  },
  "max_iters": {
    "kind": "integer",
    "default": 500,
    "min": 10,
    "max": 10000
  },
  "min_lr_ratio": {
    "kind": "number",
    "default": 0.1,
    "min": 0,
    "max": 1
  },
  "optimizer": {
    "kind": "choice",
    "default": "adamw",
    "options": [
      "adamw",
      "muon"
    ]
  },
  "warmup_steps": {
    "kind": "integer",
    "default": 75,
    "min": 0
  },
  "weight_decay": {
    "kind": "number",
    "default": 0,
    "min": 0,
    "max": 1
  }
} as const;
