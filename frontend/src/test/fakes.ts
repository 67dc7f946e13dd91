/** A server made of plain objects: what was asked of it is recorded, what it says is up to the test. */

import { vi } from 'vitest';
import type { ApiError } from '@/api/errors';
import type { ServerEventName, ServerMessage } from '@/api/events';
import type {
  Dataset,
  ExampleText,
  Generated,
  HeadJob,
  Health,
  Inspection,
  Preset,
  ServerEvents,
  Session,
  SessionState,
  SessionStatus,
  StyleNumbers,
  StyleReport,
  UserDataset,
} from '@/api/generated';
import type { RestClient } from '@/api/rest';
import type { AttentionMode, Connection, SocketClient } from '@/api/socket';
import { type Core, createCore } from '@/contexts/core';
import { splitState, statusOf } from '@/contexts/sessions';

export const REFERENCES = { uniform: 4.19, unigram: 3.24, bigram: 2.49, trigram: 2.11 };

export const dataset = (name: string, display_name: string): Dataset => ({
  name,
  display_name,
  description: 'A text.',
  char_count: 1_000_000,
  vocab_size: 66,
  word_count: 200_000,
  file_path: `/datasets/${name}.txt`,
  source: 'somewhere',
  licence: 'public domain',
  credit: '',
  reference_losses: REFERENCES,
});

const MODEL = {
  n_embd: 16,
  n_layer: 2,
  n_head: 2,
  block_size: 64,
  position: 'learned',
  norm: 'layernorm',
  activation: 'relu',
  weight_tying: true,
  residual: true,
  bias: false,
  smear: false,
  dropout: 0,
} as const;
const RECIPE = {
  batch_size: 32,
  max_iters: 500,
  learning_rate: 0.04,
  eval_interval: 50,
  warmup_steps: 75,
  lr_decay: 'trapezoid',
  min_lr_ratio: 0.1,
  optimizer: 'adamw',
  matrix_learning_rate: 0.04,
  beta1: 0.8,
  beta2: 0.98,
  weight_decay: 0,
  grad_clip: 1,
  input_noise: 0,
} as const;

export const preset = (name: string, title: string): Preset => ({
  name,
  title,
  description: 'A recipe.',
  model: MODEL,
  fit: null,
  training: RECIPE,
  speed_multiplier: 1,
  parameter_count: 8384,
  expected: { val_loss: 2.23, seconds: 25, dataset: 'shakespeare' },
});

export const session = (id: string, over: Partial<Session> = {}): Session => ({
  session_id: id,
  status: 'idle',
  feature_type: 'watch_learn',
  dataset_id: 'shakespeare',
  dataset_title: 'Shakespeare',
  preset: 'tuned',
  model_config: { ...MODEL, vocab_size: 66 },
  training_config: RECIPE,
  parameter_count: 8384,
  parameters: [{ name: 'token_embedding.weight', shape: [66, 16], count: 1056 }],
  reference_losses: REFERENCES,
  engine: null,
  engine_reason: '',
  device: 'cpu',
  seed: 7,
  speed_multiplier: 1,
  probe_text: 'We are such stuff',
  created_at: '2026-11-22T12:00:00Z',
  ...over,
});

export const listed = (id: string, over: Partial<SessionStatus> = {}): SessionStatus => ({
  ...statusOf(session(id)),
  ...over,
});

export const state = (id: string, over: Partial<SessionState> = {}): SessionState => ({
  ...session(id),
  status: 'running',
  current_iter: 0,
  max_iters: 500,
  iters_per_sec: 20,
  diverged: false,
  seq: 1,
  loss_history: [],
  progress: { steps: [], train_losses: [] },
  samples: [],
  attention: null,
  snapshot_steps: [],
  head_history: [],
  snapshot_bytes: 0,
  ...over,
});

/** A pasted text as the server counts it, roughly. */
export const ownText = (dataset_id: string, text: string): UserDataset => ({
  ...{ dataset_id, filename: 'Pasted text', encoding: 'utf-8', filtered_chars: 0 },
  ...{ char_count: text.length, vocab_size: 30, word_count: text.split(' ').length },
  ...{ text_preview: text.slice(0, 200), reference_losses: REFERENCES },
  ...{ direction: 'ltr' as const, advice: null },
});

const EXAMPLES: ExampleText[] = [
  { id: 'diary', title: 'A diary', description: 'Chatty.', text: 'so anyway '.repeat(60) },
  { id: 'formal', title: 'Letters', description: 'Formal.', text: 'Dear Sir, I '.repeat(60) },
];

const WRITTEN: Generated = {
  ...{
    text: ' and so on.',
    prompt: '',
    step: 0,
    dropped: [],
    perplexity: 2,
    quality: '11111111111',
  },
  token_probs: Array(11).fill(0.5),
  certainty: Array(11).fill(0.5),
};

const numbers = (over: Partial<StyleNumbers> = {}): StyleNumbers => ({
  ...{ formality: 58, avg_sentence_length: 14.2, vocab_richness: 0.58, word_count: 628 },
  ...{ avg_word_length: 4.1, words_per_mark: 6, real_words: 1, formal_words: 3 },
  marks: [{ mark: ',', per_100_words: 8 }],
  ...over,
});

/** What came of a style session: one phrase in common, used twice by the machine. */
export const report = (over: Partial<StyleReport> = {}): StyleReport => ({
  original_excerpt: 'Please let me know if\nthe dates work.',
  excerpt_words: [1, 628],
  text: 'let me know if it\nis let me know if.',
  prompt: '\n',
  step: 250,
  pages: 4,
  original: numbers(),
  generated: numbers({ formality: 51, real_words: 0.9 }),
  similarity: {
    ...{ triples: 0.8, common_words: 0.6, punctuation: 0.9, word_lengths: 0.9, overall: 0.8 },
  },
  favourites: [{ word: 'dates', original_per_1000: 6, generated_per_1000: 3 }],
  confidence: {
    ...{ confidence: 61, avg_token_prob: 0.41, perplexity: 6.4 },
    token_probs: Array(36).fill(0.5),
    certainty: Array(36).fill(0.6),
  },
  copied: {
    ...{ longest: 14, longest_text: 'let me know if', share_8gram: 0.09 },
    ...{ longest_self: 20, share_8gram_self: 0.12, limit: 40 },
    verdict: 'own',
  },
  matches: [
    { original: [7, 21], generated: [0, 14], text: 'let me know if', count: 3 },
    { original: [7, 21], generated: [21, 35], text: 'let me know if', count: 3 },
  ],
  gibberish: false,
  aloud: 'It writes about as formally as you.',
  ...over,
});

const HEALTH: Health = {
  status: 'ok',
  version: '0',
  device: 'cpu',
  engine: 'fused',
  engine_reason: '',
  sessions: { total: 0, running: 0, queued: 0 },
  workers: { busy: 0, limit: 4, ready: 1 },
};

export class FakeSocket implements SocketClient {
  sent: [string, unknown][] = [];
  followed: string[] = [];
  joined: string[] = [];
  left: string[] = [];
  /** What a join brings; by default nothing. */
  onJoin: (id: string) => void = () => {};
  fail: Partial<Record<string, Error>> = {};
  /** What a command is answered; by default nothing. */
  answers: Partial<Record<string, (payload: object) => unknown>> = {};
  told: [string, unknown][] = [];
  attention: AttentionMode = 'snapshots';
  #messages = new Set<(message: ServerMessage) => void>();
  #gone = new Set<Parameters<SocketClient['onGone']>[0]>();
  #connection: Connection = { state: 'online' };
  #connections = new Set<(connection: Connection) => void>();
  reconnect = vi.fn();
  check = vi.fn(async () => {});
  close = vi.fn();

  emit = (async (name: string, payload: object) => {
    this.sent.push([name, payload]);
    const failure = this.fail[name];
    if (failure) throw failure;
    const answer = this.answers[name];
    if (answer) return answer(payload);
    if (name === 'generate') return WRITTEN;
    return name === 'start_training' ? { queued: false } : {};
  }) as SocketClient['emit'];
  tell = ((name: string, payload: object) => {
    this.told.push([name, payload]);
  }) as SocketClient['tell'];
  wantAttention = (mode: AttentionMode) => {
    this.attention = mode;
  };
  follow = (id: string) => {
    this.followed.push(id);
  };
  join = async (id: string) => {
    this.joined.push(id);
    this.onJoin(id);
  };
  leave = (id: string) => {
    this.left.push(id);
  };
  opened = 0;
  open = () => {
    this.opened += 1;
  };
  onMessage = (listener: (message: ServerMessage) => void) => {
    this.#messages.add(listener);
    return () => {
      this.#messages.delete(listener);
    };
  };
  onGone: SocketClient['onGone'] = (listener) => {
    this.#gone.add(listener);
    return () => {
      this.#gone.delete(listener);
    };
  };
  onConnection = (listener: (connection: Connection) => void) => {
    this.#connections.add(listener);
    return () => {
      this.#connections.delete(listener);
    };
  };
  connection = () => this.#connection;

  setConnection(connection: Connection) {
    this.#connection = connection;
    for (const listener of this.#connections) listener(connection);
  }
  /** The server no longer knows a session. */
  lose(id: string, error: ApiError) {
    for (const listener of this.#gone) listener(id, error);
  }
  /** The server says something. */
  say<K extends ServerEventName>(name: K, payload: ServerEvents[K]) {
    for (const listener of this.#messages) listener({ name, payload } as ServerMessage);
  }
  names = () => this.sent.map(([name]) => name);
}

export interface FakeWorld {
  core: Core;
  socket: FakeSocket;
  rest: { [K in keyof RestClient]: ReturnType<typeof vi.fn<RestClient[K]>> };
  storage: Storage;
  /** Lets the animation frame come in which what was said is applied. */
  frame: () => Promise<void>;
}

export interface WorldOptions {
  sessions?: SessionStatus[];
  remembered?: string;
  query?: string;
}

/** A core on a fake server. Give every test its own. */
export function fakeWorld({ sessions = [], remembered, query = '' }: WorldOptions = {}): FakeWorld {
  const storage = window.sessionStorage;
  storage.clear();
  if (remembered) storage.setItem('llmbreaker.current', remembered);
  const socket = new FakeSocket();
  let made = 0;
  const rest = {
    health: vi.fn<RestClient['health']>(async () => HEALTH),
    datasets: vi.fn<RestClient['datasets']>(async () => [
      dataset('shakespeare', 'Shakespeare'),
      dataset('poems', 'Poems'),
    ]),
    presets: vi.fn<RestClient['presets']>(async () => [
      preset('tuned', 'Tuned'),
      preset('modern', 'Modern'),
    ]),
    upload: vi.fn<RestClient['upload']>(),
    fromText: vi.fn<RestClient['fromText']>(async (text) => ownText('user_1', text)),
    text: vi.fn<RestClient['text']>(async () => 'the words of the run'),
    examples: vi.fn<RestClient['examples']>(async () => EXAMPLES),
    quiz: vi.fn<RestClient['quiz']>(),
    document: vi.fn<RestClient['document']>(async () => new Blob()),
    hasText: vi.fn<RestClient['hasText']>(async () => true),
    createSession: vi.fn<RestClient['createSession']>(async (body) => {
      made += 1;
      return session(`s${made}`, {
        dataset_id: body.dataset_id,
        feature_type: body.feature_type,
      });
    }),
    sessions: vi.fn<RestClient['sessions']>(async () => sessions),
    deleteSession: vi.fn<RestClient['deleteSession']>(async (session_id) => ({
      message: 'Session terminated',
      session_id,
    })),
    inspect: vi.fn<RestClient['inspect']>(async (_, { text, step }) => inspection(text, step ?? 0)),
    weights: vi.fn<RestClient['weights']>(),
  };
  const core = createCore({ rest, socket, storage, query });
  const frame = () =>
    new Promise<void>((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    });
  return { core, socket, rest, storage, frame };
}

/** Puts a session in a given state in sight, without any command having been sent. */
export function showRun(core: Core, whole: SessionState): void {
  const { status, session: defined } = splitState(whole);
  core.sessions.setState({
    runs: {
      [whole.session_id]: {
        status,
        session: defined,
        summary: null,
        failure: null,
        pending: null,
      },
    },
    current: whole.session_id,
  });
  const recorder = core.metrics.of(whole.session_id);
  recorder.plan({ maxStep: whole.max_iters, references: whole.reference_losses });
  recorder.restore(whole);
  recorder.publish();
}

/** What every head does: the named ones by "layer.head", the rest nothing clear. */
export function jobs(
  named: Record<string, readonly [HeadJob['label'], number]> = {},
  nLayer = 2,
  nHead = 2,
): HeadJob[] {
  return Array.from({ length: nLayer * nHead }, (_, i) => {
    const [layer, head] = [Math.floor(i / nHead), i % nHead];
    const [label, score] = named[`${layer}.${head}`] ?? (['mixed', 0.1] as const);
    const scores = {
      ...{ previous_character: 0.1, same_character: 0.1, first_position: 0.1, word_start: 0.1 },
      ...{ separators: 0.1, recent_characters: 0.1, positional: 0.1, induction: 0.1, diffuse: 0.1 },
      ...(label !== 'mixed' && { [label]: score }),
    };
    return { layer, head, label, score, scores };
  });
}

/** An answer whose every row looks at the column `step % size`, so that a picture tells its step. */
export function inspection(text: string, step: number, over: Partial<Inspection> = {}): Inspection {
  const tokens = [...text];
  const matrix = tokens.map((_, row) => tokens.map((_, col) => (col === step % (row + 1) ? 1 : 0)));
  const top = [
    { char: 'e', prob: 0.5 },
    { char: 't', prob: 0.25 },
  ];
  return {
    ...{ step, tokens, dropped: [] },
    attention: jobs().map(({ layer, head }) => ({ layer, head, matrix })),
    next: tokens.map(() => ({ top, entropy: 1 })),
    layers: [-1, 0, 1].map((layer) => ({ layer, top: tokens.map(() => top) })),
    embeddings: ['a', 'e', 'Z'].map((char, i) => ({ char, vector: [i, step, 1] })),
    heads: jobs(),
    ...over,
  };
}
