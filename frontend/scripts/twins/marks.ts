/**
 * Lines that the walk through the code also stops at, beside the named points: those of the training step and of the
 * way back, where no value is noted. Each is found by its Python text; its twin is the line beside it.
 */
export const MARKS = {
  document: { section: 'all-together', python: 'document = documents[' },
  rate: { section: 'all-together', python: 'rate = learning_rate(' },
  step: { section: 'all-together', python: 'loss = train_step(' },
  show: { section: 'all-together', python: 'show(f"step' },
  read: { section: 'loss', python: 'logits = gpt(tokens[i]' },
  backward: { section: 'training', python: 'loss.backward()' },
  slope: { section: 'autograd', python: 'value.a.grad += ' },
  direction: { section: 'adam', python: 'self.m[i] = ' },
  trust: { section: 'adam', python: 'self.v[i] = ' },
  change: { section: 'adam', python: 'step = rate * m' },
  update: { section: 'adam', python: 'self.parameters[i].data -= ' },
} as const;

export type MarkName = keyof typeof MARKS;
