/*
 * A GPT from nothing: it reads names, trains, and writes new ones.
 *
 * This file needs JavaScript and nothing else. Read it from top to bottom:
 * each part uses only what stands above it. Its twin, ../microgpt.py, says
 * the same in Python, line by line; both train the very same model.
 *
 * The idea of a whole GPT in one small file is Andrej Karpathy's.
 */

const { cos, exp, floor, log, max, min, PI: pi, sqrt } = Math;

// ── 1 · Random numbers ───────────────────────────────────────────────────
// Chance that can be repeated. The same seed gives the same numbers here
// and in the twin, so both start from the same weights and read the same
// names in the same order.

class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  bits() {
    // 32 bits: count on in big odd strides, then stir what was counted
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad) >>> 0;
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97) >>> 0;
    return (z ^ (z >>> 15)) >>> 0;
  }

  uniform() {
    // between 0 and 1 and never either: the logarithm must exist
    return (this.bits() + 0.5) / 0x100000000;
  }

  gaussian() {
    // Box and Muller: a radius and an angle make one bell-curve number
    const radius = sqrt(-2 * log(this.uniform()));
    return radius * cos(2 * pi * this.uniform());
  }

  shuffle(items) {
    // from the last place down, each swaps with one not above it
    for (let i = items.length - 1; i > 0; i--) {
      const j = floor(this.uniform() * (i + 1));
      [items[i], items[j]] = [items[j], items[i]];
    }
  }

  choose(weights) {
    // index i comes up as often as its weight is large
    let total = 0;
    for (const weight of weights) {
      total += weight;
    }
    let left = this.uniform() * total;
    for (let i = 0; i < weights.length - 1; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }
}

// ── 2 · Data and tokenizer ───────────────────────────────────────────────
// A model knows numbers only. Every character gets one, in the order of
// the alphabet; one more, BOS, stands before and after each document.

class Tokenizer {
  constructor(documents) {
    const found = [...new Set(documents.join(''))];
    this.chars = found.sort((a, b) => a.codePointAt(0) - b.codePointAt(0));
    this.ids = new Map(this.chars.map((char, i) => [char, i]));
    this.bos = this.chars.length;
    this.size = this.chars.length + 1;
  }

  encode(document) {
    const inner = [...document].map((char) => this.ids.get(char));
    return [this.bos, ...inner, this.bos];
  }

  decode(tokens) {
    return tokens.map((token) => this.chars[token]).join('');
  }
}

// ── 3 · Autograd ─────────────────────────────────────────────────────────
// A number that remembers where it came from: from which one or two values
// it was computed, and its slope against each (how much it grows when that
// one grows a little). Multiplying slopes on the way back from the loss
// gives every value its gradient: what the loss would do if it grew.

const tape = []; // every computed value, in the order of birth

class Value {
  constructor(data, op = '', a = null, da = null, b = null, db = null) {
    this.data = data;
    this.grad = 0;
    this.op = op;
    this.a = a;
    this.da = da; // how fast this grows with a
    this.b = b;
    this.db = db; // and with b
    if (a !== null) {
      tape.push(this);
    }
  }

  add(other) {
    const b = lift(other);
    return new Value(this.data + b.data, '+', this, 1, b, 1);
  }

  sub(other) {
    const b = lift(other);
    return new Value(this.data - b.data, '-', this, 1, b, -1);
  }

  mul(other) {
    const b = lift(other);
    return new Value(this.data * b.data, '*', this, b.data, b, this.data);
  }

  div(other) {
    const b = lift(other);
    const ratio = this.data / b.data;
    return new Value(ratio, '/', this, 1 / b.data, b, -ratio / b.data);
  }

  neg() {
    return new Value(-this.data, 'neg', this, -1);
  }

  pow(n) {
    return new Value(this.data ** n, 'pow', this, n * this.data ** (n - 1));
  }

  exp() {
    const power = exp(this.data);
    return new Value(power, 'exp', this, power);
  }

  log() {
    return new Value(log(this.data), 'log', this, 1 / this.data);
  }

  relu() {
    const slope = this.data > 0 ? 1 : 0;
    return new Value(this.data * slope, 'relu', this, slope);
  }

  backward() {
    // whatever a value came from is older: walk back to the first
    this.grad = 1;
    for (const value of tape.toReversed()) {
      value.a.grad += value.da * value.grad;
      if (value.b !== null) {
        value.b.grad += value.db * value.grad;
      }
    }
  }
}

function lift(number) {
  // a plain number joins as a value without a past
  return number instanceof Value ? number : new Value(number);
}

// ── 4 · Parameters ───────────────────────────────────────────────────────
// All that the model will ever know: matrices of values, random at first.
// A matrix has one row for each number that it puts out.

class Config {
  nEmbd = 16; // numbers that describe a character
  nHead = 4; // ways of looking back, side by side
  nLayer = 1; // blocks of attention and MLP, one after the other
  blockSize = 16; // positions; longer documents are cut
  initStd = 0.08; // width of the bell curve of the first weights
  learningRate = 0.01;
  beta1 = 0.85;
  beta2 = 0.99;
  eps = 1e-8;
  steps = 1000;
  seed = 42;
}

function matrix(rows, columns, config, random) {
  const w = [];
  for (let i = 0; i < rows; i++) {
    const draws = Array.from({ length: columns }, () => random.gaussian());
    w.push(draws.map((draw) => new Value(draw * config.initStd)));
  }
  return w;
}

class Layer {
  constructor(config, random) {
    const n = config.nEmbd;
    this.wq = matrix(n, n, config, random); // queries
    this.wk = matrix(n, n, config, random); // keys
    this.wv = matrix(n, n, config, random); // values
    this.wo = matrix(n, n, config, random); // what heads say, joined
    this.fc1 = matrix(4 * n, n, config, random); // four times as wide
    this.fc2 = matrix(n, 4 * n, config, random); // and back
  }
}

class Model {
  constructor(config, vocabSize, random) {
    const n = config.nEmbd;
    this.config = config;
    this.wte = matrix(vocabSize, n, config, random); // characters
    this.wpe = matrix(config.blockSize, n, config, random); // places
    this.lmHead = matrix(vocabSize, n, config, random); // guesses
    this.layers = [];
    for (let i = 0; i < config.nLayer; i++) {
      this.layers.push(new Layer(config, random));
    }
  }

  matrices() {
    // every matrix by its name, always in this order
    const named = { wte: this.wte, wpe: this.wpe, lm_head: this.lmHead };
    for (const [i, layer] of this.layers.entries()) {
      for (const [name, w] of Object.entries(layer)) {
        named[`layers.${i}.${name}`] = w;
      }
    }
    return named;
  }

  parameters() {
    const rows = Object.values(this.matrices()).flat();
    return rows.flat();
  }
}

// ── 5 · Building blocks ──────────────────────────────────────────────────
// Four small functions do nearly all the arithmetic. A fifth, note, shows
// values to whoever watches (this page does) and changes nothing.

const watchers = [];

function note(values) {
  for (const watch of watchers) {
    watch(values);
  }
}

function dot(a, b) {
  // multiply pair by pair and add up: large when a and b agree
  let total = a[0].mul(b[0]);
  for (let i = 1; i < a.length; i++) {
    total = total.add(a[i].mul(b[i]));
  }
  return total;
}

function linear(x, w) {
  // each row of w weighs all of x and puts out one number
  return w.map((row) => dot(row, x));
}

function softmax(scores) {
  // scores become shares of 1; the largest is taken off against overflow
  const largest = max(...scores.map((score) => score.data));
  const powers = scores.map((score) => score.sub(largest).exp());
  let total = powers[0];
  for (const power of powers.slice(1)) {
    total = total.add(power);
  }
  return powers.map((power) => power.div(total));
}

function rmsnorm(x) {
  // the same direction, but of a length that later parts can rely on
  const meanSquare = dot(x, x).div(x.length);
  const scale = meanSquare.add(1e-5).pow(-0.5);
  return x.map((value) => value.mul(scale));
}

function add(x, y) {
  return x.map((a, i) => a.add(y[i]));
}

// ── 6 · Embedding ────────────────────────────────────────────────────────
// What stands here, plus where it stands: a row of one table for the
// character and a row of another for the position, added.

function embed(token, position, model) {
  const embedding = add(model.wte[token], model.wpe[position]);
  const norm = rmsnorm(embedding);
  note({ embedding, norm });
  return norm;
}

// ── 7 · Attention ────────────────────────────────────────────────────────
// The only place where positions meet. Each asks (query) what it looks for,
// tells (key) what can be found here, and hands over (value) what it knows.
// A head compares its query with all keys so far; the better the match, the
// more of that position's value comes along.

class Past {
  constructor() {
    this.keys = [];
    this.values = [];
  }
}

function attention(x, layer, past, config) {
  const q = linear(x, layer.wq);
  const k = linear(x, layer.wk);
  const v = linear(x, layer.wv);
  note({ q, k, v });
  past.keys.push(k);
  past.values.push(v);
  const size = floor(config.nEmbd / config.nHead);
  const mixed = [];
  for (let start = 0; start < config.nEmbd; start += size) {
    const end = start + size;
    const query = q.slice(start, end);
    const found = past.keys.map((k) => dot(query, k.slice(start, end)));
    const scores = found.map((match) => match.div(sqrt(size)));
    const weights = softmax(scores);
    note({ scores, weights });
    for (let i = start; i < end; i++) {
      const column = past.values.map((v) => v[i]);
      mixed.push(dot(weights, column));
    }
  }
  const attended = linear(mixed, layer.wo);
  note({ mixed, attended });
  return attended;
}

// ── 8 · MLP ──────────────────────────────────────────────────────────────
// Each position thinks for itself about what it gathered: four times as
// many numbers, everything negative cut off, and back to the usual width.

function mlp(x, layer) {
  const hidden = linear(x, layer.fc1);
  const active = hidden.map((value) => value.relu());
  const thought = linear(active, layer.fc2);
  note({ hidden, active, thought });
  return thought;
}

// ── 9 · Model ────────────────────────────────────────────────────────────
// One character in, a score for every possible next one out. Attention and
// MLP only ever add to x, so what was known before is never lost.

function gpt(token, position, pasts, model) {
  let x = embed(token, position, model);
  for (const [i, layer] of model.layers.entries()) {
    x = add(x, attention(rmsnorm(x), layer, pasts[i], model.config));
    x = add(x, mlp(rmsnorm(x), layer));
    note({ x });
  }
  const logits = linear(x, model.lmHead);
  note({ logits });
  return logits;
}

function newPasts(model) {
  return model.layers.map(() => new Past());
}

// ── 10 · Loss ────────────────────────────────────────────────────────────
// How surprised is the model by a document? At each position: minus the
// logarithm of the probability that it gave to what really came next.

function lossOf(tokens, model) {
  const pasts = newPasts(model);
  const losses = [];
  for (let i = 0; i < min(tokens.length - 1, model.config.blockSize); i++) {
    const logits = gpt(tokens[i], i, pasts, model);
    const probs = softmax(logits);
    losses.push(probs[tokens[i + 1]].log().neg());
    note({ probs });
  }
  let total = losses[0];
  for (const one of losses.slice(1)) {
    total = total.add(one);
  }
  const loss = total.div(losses.length);
  note({ losses, loss });
  return loss;
}

// ── 11 · Adam ────────────────────────────────────────────────────────────
// Every parameter takes a small step against its gradient. Adam keeps two
// running means for each, of the gradient and of its square: the first
// gives the direction, the second tells how far to trust it.

class Adam {
  constructor(model) {
    this.config = model.config;
    this.parameters = model.parameters();
    this.m = this.parameters.map(() => 0);
    this.v = this.parameters.map(() => 0);
    this.steps = 0;
  }

  update(rate) {
    this.steps += 1;
    const { beta1, beta2 } = this.config;
    const gradients = this.parameters.map((p) => p.grad);
    const before = this.parameters.map((p) => p.data);
    for (const [i, g] of gradients.entries()) {
      this.m[i] = beta1 * this.m[i] + (1 - beta1) * g;
      this.v[i] = beta2 * this.v[i] + (1 - beta2) * g * g;
      const m = this.m[i] / (1 - beta1 ** this.steps);
      const v = this.v[i] / (1 - beta2 ** this.steps);
      const step = (rate * m) / (sqrt(v) + this.config.eps);
      this.parameters[i].data -= step;
      this.parameters[i].grad = 0;
    }
    const after = this.parameters.map((p) => p.data);
    note({ gradients, before, after });
  }
}

// ── 12 · Training ────────────────────────────────────────────────────────
// One step: read a document, measure the surprise, walk back for the
// gradients, and change each parameter a little. The steps get smaller
// towards the end and never turn round.

function learningRate(step, steps, config) {
  return config.learningRate * max(0, 1 - step / steps);
}

function trainStep(tokens, model, adam, rate) {
  tape.length = 0;
  const loss = lossOf(tokens, model);
  if (!Number.isFinite(loss.data)) {
    throw new RangeError(`the loss is ${loss.data}, not a number`);
  }
  loss.backward();
  adam.update(rate);
  return loss.data;
}

// ── 13 · Inference ───────────────────────────────────────────────────────
// Writing: guess, choose by chance, read what was chosen, go on until BOS.
// A low temperature prefers the likely, a high one dares more.

function* write(model, bos, temperature, random) {
  const pasts = newPasts(model);
  let token = bos;
  for (let i = 0; i < model.config.blockSize; i++) {
    const logits = gpt(token, i, pasts, model);
    const probs = softmax(logits.map((logit) => logit.div(temperature)));
    tape.length = 0;
    const shares = probs.map((p) => p.data);
    token = random.choose(shares);
    yield [token, shares];
    if (token === bos) {
      return;
    }
  }
}

function sample(model, tokenizer, temperature, random) {
  const pairs = [...write(model, tokenizer.bos, temperature, random)];
  const tokens = pairs.map(([token]) => token);
  return tokenizer.decode(tokens.filter((t) => t !== tokenizer.bos));
}

// ── 14 · All together ────────────────────────────────────────────────────
// The whole life of a model: shuffle, start at random, train, write.

function run(names, config, show) {
  const random = new Random(config.seed);
  const documents = [...names];
  random.shuffle(documents);
  const tokenizer = new Tokenizer(documents);
  const model = new Model(config, tokenizer.size, random);
  const adam = new Adam(model);
  for (let step = 0; step < config.steps; step++) {
    const document = documents[step % documents.length];
    const rate = learningRate(step, config.steps, config);
    const loss = trainStep(tokenizer.encode(document), model, adam, rate);
    show(`step ${step + 1} of ${config.steps}, loss ${loss.toFixed(4)}`);
  }
  for (let i = 0; i < 20; i++) {
    show(sample(model, tokenizer, 0.5, random));
  }
}

// ── end ──────────────────────────────────────────────────────────────────

export {
  Adam,
  attention,
  Config,
  dot,
  embed,
  gpt,
  Layer,
  learningRate,
  lift,
  linear,
  lossOf,
  Model,
  mlp,
  newPasts,
  note,
  Past,
  Random,
  rmsnorm,
  run,
  sample,
  softmax,
  Tokenizer,
  tape,
  trainStep,
  Value,
  watchers,
  write,
};
