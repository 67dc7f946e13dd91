// What a page does, with the page's own Socket.IO client: prints everything it heard as JSON.
// Usage: node javascript_client.mjs http://localhost:PORT
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../frontend/package.json', import.meta.url));
const { io } = require('socket.io-client');
const base = process.argv[2];
const ATTENTION_KEYS = ['n_head', 'n_layer', 'session_id', 'seq', 'size', 'step', 'timestamp', 'tokens', 'weights'];

const small = (changes = {}) => ({
  feature_type: 'watch_learn',
  dataset_id: 'shakespeare',
  seed: 7,
  speed_multiplier: 0,
  hyperparameters: { max_iters: 20, eval_interval: 10, batch_size: 4, warmup_steps: 0 },
  model: { n_embd: 8, n_layer: 1, n_head: 2, block_size: 16 },
  ...changes,
});

async function create(changes) {
  const response = await fetch(`${base}/api/sessions/create`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(small(changes)),
  });
  assert.equal(response.status, 201);
  return response.json();
}

const remove = (id) => fetch(`${base}/api/sessions/${id}`, { method: 'DELETE' });
const ask = (socket, name, payload) => socket.timeout(20000).emitWithAck(name, payload);

function listen(options = {}) {
  const socket = io(base, { forceNew: true, ...options });
  const heard = [];
  socket.onAny((name, data) => heard.push({ name, data }));
  return { socket, heard };
}

function until(socket, name) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} within 60 s`)), 60000);
    socket.on(name, (data) => {
      clearTimeout(timer);
      resolve(data);
    });
  });
}

/** A whole run over WebSocket alone. */
async function run() {
  const session = await create();
  const { socket, heard } = listen({ transports: ['websocket'] });
  await until(socket, 'connect');
  assert.equal(socket.io.engine.transport.name, 'websocket');
  assert.deepEqual(await ask(socket, 'join', { session_id: session.session_id }), { ok: true });
  const done = until(socket, 'training_completed');
  const started = await ask(socket, 'start_training', { session_id: session.session_id });
  assert.deepEqual(started, { ok: true, queued: false });
  await done;
  const told = await ask(socket, 'generate', { session_id: session.session_id, prompt: 'To be', max_new_tokens: 10 });
  assert.equal(told.ok, true);
  assert.equal(told.text.length, 10);
  const refused = await ask(socket, 'start_training', { session_id: 'nobody' });
  assert.equal(refused.ok, false);
  assert.equal(refused.error_type, 'session_not_found');
  socket.disconnect();
  await remove(session.session_id);
  return { session, heard };
}

/** The client's own defaults: it begins with polling and changes to WebSocket. */
async function upgraded() {
  const session = await create();
  const { socket, heard } = listen();
  await until(socket, 'connect');
  if (socket.io.engine.transport.name === 'polling') {
    await new Promise((resolve) => socket.io.engine.once('upgrade', resolve));
  }
  await ask(socket, 'join', { session_id: session.session_id });
  const done = until(socket, 'training_completed');
  await ask(socket, 'start_training', { session_id: session.session_id });
  await done;
  assert.equal(socket.io.engine.transport.name, 'websocket');
  socket.disconnect();
  await remove(session.session_id);
  return { session, heard };
}

/** Frames arrive as bytes, two without an acknowledgement and more with. */
async function frames() {
  const session = await create({ hyperparameters: { max_iters: 10000, eval_interval: 5000, batch_size: 128, warmup_steps: 0 } });
  const { socket, heard } = listen({ transports: ['websocket'] });
  await until(socket, 'connect');
  const id = session.session_id;
  let count = 0;
  const enough = new Promise((resolve) => {
    socket.on('attention_frame', (frame) => {
      count += 1;
      assert.deepEqual(Object.keys(frame).sort(), ATTENTION_KEYS.sort());
      const bytes = new Uint8Array(frame.weights.buffer ?? frame.weights, frame.weights.byteOffset ?? 0, frame.weights.byteLength);
      assert.equal(bytes.length, frame.n_layer * frame.n_head * frame.size * frame.size);
      assert.equal(frame.tokens.length, frame.size);
      assert.equal(bytes[0], 255, 'the first character looks at itself alone');
      if (count >= 6) resolve();
      else if (count !== 2) socket.emit('frame_ack', { session_id: id, step: frame.step });
      else setImmediate(() => socket.emit('frame_ack', { session_id: id, step: frame.step }));
    });
  });
  await ask(socket, 'join', { session_id: id, attention: 'frames' });
  await ask(socket, 'start_training', { session_id: id });
  await enough;
  await ask(socket, 'stop_training', { session_id: id });
  assert.ok(!heard.some((event) => event.name === 'attention_snapshot'));
  socket.disconnect();
  await remove(id);
  return { count };
}

/** Connections that break in the middle of a run: the client comes back and asks for the rest. */
async function cuts() {
  const session = await create({
    speed_multiplier: 10,
    hyperparameters: { max_iters: 240, eval_interval: 40, batch_size: 4, warmup_steps: 0 },
  });
  const id = session.session_id;
  const { socket, heard } = listen({ transports: ['websocket'], reconnectionDelay: 10, reconnectionDelayMax: 20 });
  const seen = () => heard.reduce((most, { data }) => Math.max(most, data?.seq ?? 0), 0);
  await until(socket, 'connect');
  socket.on('connect', () => socket.emit('join', { session_id: id, since: seen() }));
  await ask(socket, 'join', { session_id: id, since: 0 });
  const done = until(socket, 'training_completed');
  await ask(socket, 'start_training', { session_id: id });
  let cut = 0;
  socket.on('training_progress', ({ step }) => {
    if (cut < 5 && step >= 30 * (cut + 1)) {
      cut += 1;
      socket.io.engine.close();
    }
  });
  await done;
  socket.disconnect();
  await remove(id);
  return { session, heard, cut };
}

const result = { run: await run(), upgraded: await upgraded(), frames: await frames(), cuts: await cuts() };
process.stdout.write(JSON.stringify(result), () => process.exit(0));
