// The baseline of benchmarks/lab.py: scalar autograd as it is usually written. Every value keeps lists of its inputs and
// slopes, and the way back is found by a recursive walk with a set of what was seen.

export class UsualValue {
  constructor(data, inputs = [], slopes = []) {
    this.data = data;
    this.grad = 0;
    this.inputs = inputs;
    this.slopes = slopes;
  }
  static of(x) {
    return x instanceof UsualValue ? x : new UsualValue(x);
  }
  add(other) {
    const b = UsualValue.of(other);
    return new UsualValue(this.data + b.data, [this, b], [1, 1]);
  }
  mul(other) {
    const b = UsualValue.of(other);
    return new UsualValue(this.data * b.data, [this, b], [b.data, this.data]);
  }
  pow(n) {
    return new UsualValue(this.data ** n, [this], [n * this.data ** (n - 1)]);
  }
  exp() {
    const e = Math.exp(this.data);
    return new UsualValue(e, [this], [e]);
  }
  log() {
    return new UsualValue(Math.log(this.data), [this], [1 / this.data]);
  }
  relu() {
    return new UsualValue(Math.max(0, this.data), [this], [this.data > 0 ? 1 : 0]);
  }
  neg() {
    return this.mul(-1);
  }
  sub(other) {
    return this.add(UsualValue.of(other).neg());
  }
  div(other) {
    return this.mul(UsualValue.of(other).pow(-1));
  }
  backward() {
    const order = [];
    const seen = new Set();
    const visit = (value) => {
      if (seen.has(value)) return;
      seen.add(value);
      for (const input of value.inputs) visit(input);
      order.push(value);
    };
    visit(this);
    this.grad = 1;
    for (const value of order.reverse()) {
      value.inputs.forEach((input, i) => {
        input.grad += value.slopes[i] * value.grad;
      });
    }
  }
}

/** Puts values of this kind into a model of microgpt.js, whose functions call nothing but their methods. */
export function makeUsual(model) {
  const usual = (rows) => rows.map((row) => row.map(({ data }) => new UsualValue(data)));
  for (const name of ["wte", "wpe", "lmHead"]) model[name] = usual(model[name]);
  for (const layer of model.layers) {
    for (const [name, rows] of Object.entries(layer)) layer[name] = usual(rows);
  }
}
