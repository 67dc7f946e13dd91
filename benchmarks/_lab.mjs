// Node's part of benchmarks/lab.py: prints one line of JSON.
// node benchmarks/_lab.mjs NAMES.txt SECONDS ROUNDS
import { readFileSync } from "node:fs";
import { makeUsual } from "./_usual_value.mjs";

const dist = new URL("../frontend/packages/microgpt/dist/", import.meta.url);
const { FastEngine } = await import(new URL("fastEngine.js", dist));
const { ValueEngine } = await import(new URL("valueEngine.js", dist));
const { Adam, Config, learningRate, lossOf, Model, Random, Tokenizer } = await import(
  new URL("microgpt.js", dist)
);

const [path, seconds, rounds] = process.argv.slice(2);
const names = readFileSync(path, "utf8").trim().split("\n");
/** Long enough that nobody reaches the end of the plan. */
const STEPS = 5000;

/** The usual way to the same losses. */
class UsualEngine {
  stepsDone = 0;
  arithmetic = "usual";
  #losses = [];

  constructor() {
    this.config = Object.assign(new Config(), { steps: STEPS });
    const random = new Random(this.config.seed);
    this.documents = [...names];
    random.shuffle(this.documents);
    this.tokenizer = new Tokenizer(this.documents);
    this.model = new Model(this.config, this.tokenizer.size, random);
    makeUsual(this.model);
    this.adam = new Adam(this.model);
  }

  train(count) {
    for (let i = 0; i < count; i++) {
      const document = this.documents[this.stepsDone % this.documents.length];
      const loss = lossOf(this.tokenizer.encode(document), this.model);
      loss.backward();
      this.adam.update(learningRate(this.stepsDone, STEPS, this.config));
      this.#losses.push(loss.data);
      this.stepsDone += 1;
    }
  }

  losses() {
    return this.#losses;
  }
}

const settings = { steps: STEPS };
const engines = {
  usual: new UsualEngine(),
  value: new ValueEngine(names, settings),
  plain: new FastEngine(names, settings, "plain"),
  wasm: new FastEngine(names, settings, "wasm"),
};
const { documents } = engines.usual;
const tokensOf = (step) => Math.min([...documents[step % documents.length]].length + 1, 16);

/** Tokens a second of the clock and of the processor, over about so many seconds of the clock. */
function rates(engine, duration) {
  let tokens = 0;
  const used = process.cpuUsage();
  const begin = performance.now();
  let now = begin;
  while (now - begin < duration * 1000) {
    const burst = engine.arithmetic === "plain" || engine.arithmetic === "wasm" ? 100 : 1;
    for (let i = 0; i < burst; i++) tokens += tokensOf(engine.stepsDone + i);
    engine.train(burst);
    now = performance.now();
  }
  const { user, system } = process.cpuUsage(used);
  return [(tokens / (now - begin)) * 1e3, (tokens / (user + system)) * 1e6];
}

for (const engine of Object.values(engines)) rates(engine, Number(seconds));
const lists = () => Object.fromEntries(Object.keys(engines).map((name) => [name, []]));
const tokens_per_second = lists();
const tokens_per_cpu_second = lists();
for (let round = 0; round < Number(rounds); round++) {
  for (const [name, engine] of Object.entries(engines)) {
    const [clock, processor] = rates(engine, Number(seconds));
    tokens_per_second[name].push(clock);
    tokens_per_cpu_second[name].push(processor);
  }
}

// The same work: losses of the first steps that all of them made.
const shared = Math.min(20, ...Object.values(engines).map(({ stepsDone }) => stepsDone));
let apart = 0;
for (const engine of Object.values(engines)) {
  const own = engine.losses();
  for (let i = 0; i < shared; i++) apart = Math.max(apart, Math.abs(own[i] - engines.value.losses()[i]));
}

console.log(
  JSON.stringify({
    node: process.versions.node,
    v8: process.versions.v8,
    names: names.length,
    parameters: engines.value.parameterCount,
    arithmetic: engines.wasm.arithmetic,
    compared_steps: shared,
    losses_apart: apart,
    tokens_per_second,
    tokens_per_cpu_second,
  }),
);
