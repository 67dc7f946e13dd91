"""A GPT from nothing: it reads names, trains, and writes new ones.

This file needs Python and nothing else. Read it from top to bottom: each
part uses only what stands above it. Its twin, src/microgpt.js, says the
same in JavaScript, line by line; both train the very same model.

The idea of a whole GPT in one small file is Andrej Karpathy's.
"""

from itertools import chain
from math import cos, exp, isfinite, log, pi, sqrt

# ── 1 · Random numbers ────────────────────────────────────────────────────
# Chance that can be repeated. The same seed gives the same numbers here
# and in the twin, so both start from the same weights and read the same
# names in the same order.


class Random:
    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFF

    def bits(self):
        # 32 bits: count on in big odd strides, then stir what was counted
        self.state = (self.state + 0x9E3779B9) & 0xFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 16)) * 0x21F0AAAD) & 0xFFFFFFFF
        z = ((z ^ (z >> 15)) * 0x735A2D97) & 0xFFFFFFFF
        return z ^ (z >> 15)

    def uniform(self):
        # between 0 and 1 and never either: the logarithm must exist
        return (self.bits() + 0.5) / 0x100000000

    def gaussian(self):
        # Box and Muller: a radius and an angle make one bell-curve number
        radius = sqrt(-2 * log(self.uniform()))
        return radius * cos(2 * pi * self.uniform())

    def shuffle(self, items):
        # from the last place down, each swaps with one not above it
        for i in range(len(items) - 1, 0, -1):
            j = int(self.uniform() * (i + 1))
            items[i], items[j] = items[j], items[i]

    def choose(self, weights):
        # index i comes up as often as its weight is large
        total = 0
        for weight in weights:
            total += weight
        left = self.uniform() * total
        for i in range(len(weights) - 1):
            left -= weights[i]
            if left < 0:
                return i
        return len(weights) - 1


# ── 2 · Data and tokenizer ────────────────────────────────────────────────
# A model knows numbers only. Every character gets one, in the order of
# the alphabet; one more, BOS, stands before and after each document.


class Tokenizer:
    def __init__(self, documents):
        found = set("".join(documents))
        self.chars = sorted(found, key=ord)
        self.ids = {char: i for i, char in enumerate(self.chars)}
        self.bos = len(self.chars)
        self.size = len(self.chars) + 1

    def encode(self, document):
        inner = [self.ids[char] for char in document]
        return [self.bos, *inner, self.bos]

    def decode(self, tokens):
        return "".join(self.chars[token] for token in tokens)


# ── 3 · Autograd ──────────────────────────────────────────────────────────
# A number that remembers where it came from: from which one or two values
# it was computed, and its slope against each (how much it grows when that
# one grows a little). Multiplying slopes on the way back from the loss
# gives every value its gradient: what the loss would do if it grew.

tape = []  # every computed value, in the order of birth


class Value:
    def __init__(self, data, op="", a=None, da=None, b=None, db=None):
        self.data = data
        self.grad = 0.0
        self.op = op
        self.a = a
        self.da = da  # how fast this grows with a
        self.b = b
        self.db = db  # and with b
        if a is not None:
            tape.append(self)

    def __add__(self, other):
        b = lift(other)
        return Value(self.data + b.data, "+", self, 1, b, 1)

    def __sub__(self, other):
        b = lift(other)
        return Value(self.data - b.data, "-", self, 1, b, -1)

    def __mul__(self, other):
        b = lift(other)
        return Value(self.data * b.data, "*", self, b.data, b, self.data)

    def __truediv__(self, other):
        b = lift(other)
        ratio = self.data / b.data
        return Value(ratio, "/", self, 1 / b.data, b, -ratio / b.data)

    def __neg__(self):
        return Value(-self.data, "neg", self, -1)

    def __pow__(self, n):
        return Value(self.data**n, "pow", self, n * self.data ** (n - 1))

    def exp(self):
        power = exp(self.data)
        return Value(power, "exp", self, power)

    def log(self):
        return Value(log(self.data), "log", self, 1 / self.data)

    def relu(self):
        slope = 1 if self.data > 0 else 0
        return Value(self.data * slope, "relu", self, slope)

    def backward(self):
        # whatever a value came from is older: walk back to the first
        self.grad = 1.0
        for value in reversed(tape):
            value.a.grad += value.da * value.grad
            if value.b is not None:
                value.b.grad += value.db * value.grad


def lift(number):
    # a plain number joins as a value without a past
    return number if isinstance(number, Value) else Value(number)


# ── 4 · Parameters ────────────────────────────────────────────────────────
# All that the model will ever know: matrices of values, random at first.
# A matrix has one row for each number that it puts out.


class Config:
    n_embd = 16  # numbers that describe a character
    n_head = 4  # ways of looking back, side by side
    n_layer = 1  # blocks of attention and MLP, one after the other
    block_size = 16  # positions; longer documents are cut
    init_std = 0.08  # width of the bell curve of the first weights
    learning_rate = 0.01
    beta1 = 0.85
    beta2 = 0.99
    eps = 1e-8
    steps = 1000
    seed = 42


def matrix(rows, columns, config, random):
    w = []
    for _ in range(rows):
        draws = [random.gaussian() for _ in range(columns)]
        w.append([Value(draw * config.init_std) for draw in draws])
    return w


class Layer:
    def __init__(self, config, random):
        n = config.n_embd
        self.wq = matrix(n, n, config, random)  # queries
        self.wk = matrix(n, n, config, random)  # keys
        self.wv = matrix(n, n, config, random)  # values
        self.wo = matrix(n, n, config, random)  # what heads say, joined
        self.fc1 = matrix(4 * n, n, config, random)  # four times as wide
        self.fc2 = matrix(n, 4 * n, config, random)  # and back


class Model:
    def __init__(self, config, vocab_size, random):
        n = config.n_embd
        self.config = config
        self.wte = matrix(vocab_size, n, config, random)  # characters
        self.wpe = matrix(config.block_size, n, config, random)  # places
        self.lm_head = matrix(vocab_size, n, config, random)  # guesses
        self.layers = []
        for _ in range(config.n_layer):
            self.layers.append(Layer(config, random))

    def matrices(self):
        # every matrix by its name, always in this order
        named = {"wte": self.wte, "wpe": self.wpe, "lm_head": self.lm_head}
        for i, layer in enumerate(self.layers):
            for name, w in vars(layer).items():
                named[f"layers.{i}.{name}"] = w
        return named

    def parameters(self):
        rows = chain(*self.matrices().values())
        return list(chain(*rows))


# ── 5 · Building blocks ───────────────────────────────────────────────────
# Four small functions do nearly all the arithmetic. A fifth, note, shows
# values to whoever watches (this page does) and changes nothing.

watchers = []


def note(**values):
    for watch in watchers:
        watch(values)


def dot(a, b):
    # multiply pair by pair and add up: large when a and b agree
    total = a[0] * b[0]
    for i in range(1, len(a)):
        total = total + a[i] * b[i]
    return total


def linear(x, w):
    # each row of w weighs all of x and puts out one number
    return [dot(row, x) for row in w]


def softmax(scores):
    # scores become shares of 1; the largest is taken off against overflow
    largest = max(score.data for score in scores)
    powers = [(score - largest).exp() for score in scores]
    total = powers[0]
    for power in powers[1:]:
        total = total + power
    return [power / total for power in powers]


def rmsnorm(x):
    # the same direction, but of a length that later parts can rely on
    mean_square = dot(x, x) / len(x)
    scale = (mean_square + 1e-5) ** -0.5
    return [value * scale for value in x]


def add(x, y):
    return [a + b for a, b in zip(x, y)]


# ── 6 · Embedding ─────────────────────────────────────────────────────────
# What stands here, plus where it stands: a row of one table for the
# character and a row of another for the position, added.


def embed(token, position, model):
    embedding = add(model.wte[token], model.wpe[position])
    norm = rmsnorm(embedding)
    note(embedding=embedding, norm=norm)
    return norm


# ── 7 · Attention ─────────────────────────────────────────────────────────
# The only place where positions meet. Each asks (query) what it looks for,
# tells (key) what can be found here, and hands over (value) what it knows.
# A head compares its query with all keys so far; the better the match, the
# more of that position's value comes along.


class Past:
    def __init__(self):
        self.keys = []
        self.values = []


def attention(x, layer, past, config):
    q = linear(x, layer.wq)
    k = linear(x, layer.wk)
    v = linear(x, layer.wv)
    note(q=q, k=k, v=v)
    past.keys.append(k)
    past.values.append(v)
    size = config.n_embd // config.n_head
    mixed = []
    for start in range(0, config.n_embd, size):
        end = start + size
        query = q[start:end]
        found = [dot(query, k[start:end]) for k in past.keys]
        scores = [match / sqrt(size) for match in found]
        weights = softmax(scores)
        note(scores=scores, weights=weights)
        for i in range(start, end):
            column = [v[i] for v in past.values]
            mixed.append(dot(weights, column))

    attended = linear(mixed, layer.wo)
    note(mixed=mixed, attended=attended)
    return attended


# ── 8 · MLP ───────────────────────────────────────────────────────────────
# Each position thinks for itself about what it gathered: four times as
# many numbers, everything negative cut off, and back to the usual width.


def mlp(x, layer):
    hidden = linear(x, layer.fc1)
    active = [value.relu() for value in hidden]
    thought = linear(active, layer.fc2)
    note(hidden=hidden, active=active, thought=thought)
    return thought


# ── 9 · Model ─────────────────────────────────────────────────────────────
# One character in, a score for every possible next one out. Attention and
# MLP only ever add to x, so what was known before is never lost.


def gpt(token, position, pasts, model):
    x = embed(token, position, model)
    for i, layer in enumerate(model.layers):
        x = add(x, attention(rmsnorm(x), layer, pasts[i], model.config))
        x = add(x, mlp(rmsnorm(x), layer))
        note(x=x)

    logits = linear(x, model.lm_head)
    note(logits=logits)
    return logits


def new_pasts(model):
    return [Past() for _ in model.layers]


# ── 10 · Loss ─────────────────────────────────────────────────────────────
# How surprised is the model by a document? At each position: minus the
# logarithm of the probability that it gave to what really came next.


def loss_of(tokens, model):
    pasts = new_pasts(model)
    losses = []
    for i in range(min(len(tokens) - 1, model.config.block_size)):
        logits = gpt(tokens[i], i, pasts, model)
        probs = softmax(logits)
        losses.append(-probs[tokens[i + 1]].log())
        note(probs=probs)

    total = losses[0]
    for one in losses[1:]:
        total = total + one
    loss = total / len(losses)
    note(losses=losses, loss=loss)
    return loss


# ── 11 · Adam ─────────────────────────────────────────────────────────────
# Every parameter takes a small step against its gradient. Adam keeps two
# running means for each, of the gradient and of its square: the first
# gives the direction, the second tells how far to trust it.


class Adam:
    def __init__(self, model):
        self.config = model.config
        self.parameters = model.parameters()
        self.m = [0.0 for _ in self.parameters]
        self.v = [0.0 for _ in self.parameters]
        self.steps = 0

    def update(self, rate):
        self.steps += 1
        beta1, beta2 = self.config.beta1, self.config.beta2
        gradients = [p.grad for p in self.parameters]
        before = [p.data for p in self.parameters]
        for i, g in enumerate(gradients):
            self.m[i] = beta1 * self.m[i] + (1 - beta1) * g
            self.v[i] = beta2 * self.v[i] + (1 - beta2) * g * g
            m = self.m[i] / (1 - beta1**self.steps)
            v = self.v[i] / (1 - beta2**self.steps)
            step = rate * m / (sqrt(v) + self.config.eps)
            self.parameters[i].data -= step
            self.parameters[i].grad = 0.0

        after = [p.data for p in self.parameters]
        note(gradients=gradients, before=before, after=after)


# ── 12 · Training ─────────────────────────────────────────────────────────
# One step: read a document, measure the surprise, walk back for the
# gradients, and change each parameter a little. The steps get smaller
# towards the end and never turn round.


def learning_rate(step, steps, config):
    return config.learning_rate * max(0, 1 - step / steps)


def train_step(tokens, model, adam, rate):
    tape.clear()
    loss = loss_of(tokens, model)
    if not isfinite(loss.data):
        raise ArithmeticError(f"the loss is {loss.data}, not a number")
    loss.backward()
    adam.update(rate)
    return loss.data


# ── 13 · Inference ────────────────────────────────────────────────────────
# Writing: guess, choose by chance, read what was chosen, go on until BOS.
# A low temperature prefers the likely, a high one dares more.


def write(model, bos, temperature, random):
    pasts = new_pasts(model)
    token = bos
    for i in range(model.config.block_size):
        logits = gpt(token, i, pasts, model)
        probs = softmax([logit / temperature for logit in logits])
        tape.clear()
        shares = [p.data for p in probs]
        token = random.choose(shares)
        yield token, shares
        if token == bos:
            return


def sample(model, tokenizer, temperature, random):
    pairs = list(write(model, tokenizer.bos, temperature, random))
    tokens = [token for token, _ in pairs]
    return tokenizer.decode([t for t in tokens if t != tokenizer.bos])


# ── 14 · All together ─────────────────────────────────────────────────────
# The whole life of a model: shuffle, start at random, train, write.


def run(names, config, show):
    random = Random(config.seed)
    documents = list(names)
    random.shuffle(documents)
    tokenizer = Tokenizer(documents)
    model = Model(config, tokenizer.size, random)
    adam = Adam(model)
    for step in range(config.steps):
        document = documents[step % len(documents)]
        rate = learning_rate(step, config.steps, config)
        loss = train_step(tokenizer.encode(document), model, adam, rate)
        show(f"step {step + 1} of {config.steps}, loss {loss:.4f}")

    for _ in range(20):
        show(sample(model, tokenizer, 0.5, random))


# ── end ───────────────────────────────────────────────────────────────────

if __name__ == "__main__":
    import sys

    def stop(sentence):
        print(sentence, file=sys.stderr)
        sys.exit(2)

    if len(sys.argv) != 2:
        stop("Which names? python microgpt.py names.txt (one a line)")
    try:
        with open(sys.argv[1], encoding="utf-8") as text:
            lines = [line.strip() for line in text if line.strip()]
    except OSError as error:
        stop(f"{sys.argv[1]} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        stop(f"{sys.argv[1]} is not a text in UTF-8.")
    if not lines:
        stop(f"{sys.argv[1]} has no names: write one a line.")
    run(lines, Config(), lambda line: print(line, flush=True))
