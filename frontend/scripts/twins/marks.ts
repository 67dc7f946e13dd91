/**
 * Lines that the walk through the code also stops at, beside the named points: those of the training step and of the
 * way back, where no value is noted, and the insides of the building blocks. Each is found by its Python text; its twin is the line beside it.
 */
export const MARKS = {
  document: { section: 'all-together', python: 'document = documents[' },
  rate: { section: 'all-together', python: 'rate = learning_rate(' },
  step: { section: 'all-together', python: 'loss = train_step(' },
  show: { section: 'all-together', python: 'show(f"step' },
  read: { section: 'loss', python: 'logits = gpt(tokens[i]' },
  backward: { section: 'training', python: 'loss.backward()' },
  slope: { section: 'autograd', python: 'value.a.grad += ' },
  rmsnorm: { section: 'building-blocks', python: 'def rmsnorm(' },
  mean_square: { section: 'building-blocks', python: 'mean_square = ' },
  scale: { section: 'building-blocks', python: 'scale = ' },
  rmsnorm_out: { section: 'building-blocks', python: 'return [value * scale' },
  linear: { section: 'building-blocks', python: 'def linear(' },
  products: { section: 'building-blocks', python: 'total = total + a[i]' },
  linear_out: { section: 'building-blocks', python: 'return [dot(row' },
  softmax: { section: 'building-blocks', python: 'def softmax(' },
  powers: { section: 'building-blocks', python: 'powers = ' },
  total: { section: 'building-blocks', python: 'total = total + power' },
  softmax_out: { section: 'building-blocks', python: 'return [power / total' },
  direction: { section: 'adam', python: 'self.m[i] = ' },
  trust: { section: 'adam', python: 'self.v[i] = ' },
  change: { section: 'adam', python: 'step = rate * m' },
  update: { section: 'adam', python: 'self.parameters[i].data -= ' },
} as const;

export type MarkName = keyof typeof MARKS;
