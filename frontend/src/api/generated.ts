// Generated from the backend's contract. Do not edit: run ./setup.sh types.

export interface Contract {}
/**
 * All heads at once, one byte a weight: layer-major, then head, row, column; 255 is 1.0.
 */
export interface AttentionFrame {
  n_head: number;
  n_layer: number;
  seq: number;
  session_id: string;
  /**
   * T
   */
  size: number;
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  /**
   * Unix seconds
   */
  timestamp: number;
  tokens: string[];
  weights: ArrayBuffer;
}
/**
 * One head's attention on the probe text at a checkpoint.
 */
export interface AttentionSnapshot {
  head: number;
  layer: number;
  /**
   * T x T; rows look and sum to 1
   */
  matrix: number[][];
  seq: number;
  session_id: string;
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  /**
   * Unix seconds
   */
  timestamp: number;
  tokens: string[];
}
/**
 * Attention of every head on the session's probe text at one step.
 */
export interface AttentionState {
  heads: HeadMatrix[];
  n_head: number;
  n_layer: number;
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  tokens: string[];
}
/**
 * One head's attention: rows look, columns are looked at.
 */
export interface HeadMatrix {
  head: number;
  layer: number;
  matrix: number[][];
}
/**
 * A character and its probability.
 */
export interface CharProbability {
  char: string;
  prob: number;
}
/**
 * A character's token embedding.
 */
export interface CharVector {
  char: string;
  vector: number[];
}
export interface ClientEvents {
  frame_ack: FrameAck;
  generate: GenerateEvent;
  inspect: InspectEvent;
  join: Join;
  leave: SessionRef;
  pause_training: SessionRef;
  resume_training: SessionRef;
  set_speed: SetSpeed;
  start_training: SessionRef;
  step_training: SessionRef;
  stop_training: SessionRef;
}
/**
 * Credit for one more attention frame.
 */
export interface FrameAck {
  session_id: string;
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
}
/**
 * `generate` over the socket.
 */
export interface GenerateEvent {
  max_new_tokens?: number;
  prompt?: string;
  seed?: number | null;
  session_id: string;
  step?: number | null;
  temperature?: number;
  top_k?: number | null;
}
/**
 * `inspect` over the socket.
 */
export interface InspectEvent {
  session_id: string;
  step?: number | null;
  text: string;
  /**
   * next characters to tell of each position
   */
  top?: number;
}
/**
 * Enter a session's room, with the last `seq` already seen when coming back.
 */
export interface Join {
  attention?: "snapshots" | "frames";
  session_id: string;
  since?: number | null;
}
/**
 * Payload of every command that needs nothing but to know which session.
 */
export interface SessionRef {
  session_id: string;
}
/**
 * Change the pacing; 0 is Max.
 */
export interface SetSpeed {
  session_id: string;
  speed_multiplier: 1 | 2 | 5 | 10 | 0;
}
/**
 * How sure the model was of what it wrote; the lists have one number a character.
 */
export interface Confidence {
  avg_token_prob: number;
  /**
   * p(chosen)/p(likeliest)
   */
  certainty: number[];
  /**
   * mean p(chosen)/p(likeliest), percent
   */
  confidence: number;
  perplexity: number;
  token_probs: number[];
}
/**
 * How much of a generated text stands verbatim in the original, and what is normal.
 *
 * The two ``_self`` numbers say how much of the person's own last tenth stands in the nine tenths
 * before it; null where that tells nothing: the tenth is too short, or is itself mostly a copy of
 * what stands before it, as in a mail that quotes another.
 */
export interface Copied {
  /**
   * a run of so many characters is recited, not invented
   */
  limit: number;
  longest: number;
  longest_self: number | null;
  longest_text: string;
  share_8gram: number;
  share_8gram_self: number | null;
  /**
   * recited: a run reaches the limit; borrowed: none does, but the share is well above the person's own, or most of the text; usual: neither, but as much as the person repeats of themselves, which is more than others do; own: none of these
   */
  verdict: "own" | "usual" | "borrowed" | "recited";
}
/**
 * Body of ``POST /api/sessions/create``; what is given overrides the preset field by field.
 */
export interface CreateSession {
  dataset_id: string;
  device?: "auto" | "cpu" | "mps" | "cuda";
  feature_type: "watch_learn" | "attention_cinema" | "style_transfer";
  hyperparameters?: HyperparameterOverrides | null;
  model?: ModelOverrides | null;
  preset?: string | null;
  probe_text?: string | null;
  seed?: number | null;
  speed_multiplier?: (1 | 2 | 5 | 10 | 0) | null;
}
/**
 * Recipe fields that override the preset's.
 */
export interface HyperparameterOverrides {
  batch_size?: number | null;
  beta1?: number | null;
  beta2?: number | null;
  eval_interval?: number | null;
  grad_clip?: number | null;
  input_noise?: number | null;
  learning_rate?: number | null;
  lr_decay?: ("cosine" | "linear" | "trapezoid" | "constant") | null;
  matrix_learning_rate?: number | null;
  max_iters?: number | null;
  min_lr_ratio?: number | null;
  optimizer?: ("adamw" | "muon") | null;
  warmup_steps?: number | null;
  weight_decay?: number | null;
}
/**
 * Architecture fields that override the preset's.
 */
export interface ModelOverrides {
  activation?: ("relu" | "relu2" | "gelu") | null;
  bias?: boolean | null;
  block_size?: number | null;
  dropout?: number | null;
  n_embd?: number | null;
  n_head?: number | null;
  n_layer?: number | null;
  norm?: ("layernorm" | "rmsnorm" | "plain_rmsnorm" | "none") | null;
  position?: ("learned" | "relative" | "rotary" | "none") | null;
  residual?: boolean | null;
  smear?: boolean | null;
  stream_norm?: ("last" | "first") | null;
  weight_tying?: boolean | null;
}
/**
 * A bundled text; counts are measured from the built file.
 */
export interface Dataset {
  char_count: number;
  credit: string;
  description: string;
  display_name: string;
  file_path: string;
  licence: string;
  name: string;
  reference_losses: ReferenceLosses;
  source: string;
  vocab_size: number;
  word_count: number;
}
/**
 * What counting alone reaches on the validation part, in nats per character.
 */
export interface ReferenceLosses {
  bigram: number;
  trigram: number;
  uniform: number;
  unigram: number;
}
/**
 * Answer of ``GET /api/datasets``.
 */
export interface DatasetList {
  datasets: Dataset[];
}
/**
 * Answer of ``GET /api/datasets/{id}/text``: a person's own text after cleaning.
 */
export interface DatasetText {
  dataset_id: string;
  text: string;
}
/**
 * Answer of ``DELETE /api/sessions/{id}``.
 */
export interface Deleted {
  message: "Session terminated";
  session_id: string;
}
/**
 * Body of ``POST /api/documents``: a text to take home as a file, 1 to 50,000 characters.
 */
export interface DocumentRequest {
  format: "docx";
  text: string;
}
/**
 * The process that trains says what does the iterations, and why it is not compiled code.
 */
export interface EngineChosen {
  engine: "fused" | "pytorch";
  engine_reason: string;
  seq: number;
  session_id: string;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * Body of every failed answer: the same sentence as ``error`` and ``message``.
 */
export interface ErrorBody {
  error: string;
  error_type:
    | "file_too_large"
    | "text_too_short"
    | "text_too_long"
    | "invalid_request"
    | "invalid_hyperparameter"
    | "token_required"
    | "forbidden_host"
    | "forbidden_origin"
    | "session_not_found"
    | "dataset_not_found"
    | "not_found"
    | "method_not_allowed"
    | "invalid_state"
    | "file_invalid_type"
    | "file_unreadable"
    | "too_many_sessions"
    | "too_many_requests"
    | "internal_error"
    | "out_of_memory"
    | "training_failed"
    | "worker_lost"
    | "diverged";
  field?: string | null;
  limit?: number | string | boolean | null;
  message: string;
  value?: number | string | boolean | null;
}
/**
 * To a room when its run failed, to a caller when its request did.
 */
export interface ErrorEvent {
  error_type:
    | "file_too_large"
    | "text_too_short"
    | "text_too_long"
    | "invalid_request"
    | "invalid_hyperparameter"
    | "token_required"
    | "forbidden_host"
    | "forbidden_origin"
    | "session_not_found"
    | "dataset_not_found"
    | "not_found"
    | "method_not_allowed"
    | "invalid_state"
    | "file_invalid_type"
    | "file_unreadable"
    | "too_many_sessions"
    | "too_many_requests"
    | "internal_error"
    | "out_of_memory"
    | "training_failed"
    | "worker_lost"
    | "diverged";
  field?: string | null;
  limit?: number | string | boolean | null;
  message: string;
  seq?: number | null;
  session_id?: string | null;
  timestamp?: number | null;
  value?: number | string | boolean | null;
}
/**
 * Answer of ``GET /api/examples``.
 */
export interface ExampleList {
  examples: ExampleText[];
}
/**
 * A text of our own writing, to try Style Transfer with.
 */
export interface ExampleText {
  description: string;
  id: string;
  text: string;
  title: string;
}
/**
 * What a preset reached when it was measured.
 */
export interface Expectation {
  dataset: string;
  seconds: number;
  val_loss: number;
}
/**
 * A word the person keeps coming back to, and how often both use it.
 */
export interface Favourite {
  generated_per_1000: number;
  original_per_1000: number;
  word: string;
}
/**
 * Body of ``POST /api/datasets/from-text``.
 */
export interface FromText {
  text: string;
}
/**
 * Body of ``POST /api/sessions/{id}/generate``; an empty prompt is a newline.
 */
export interface GenerateRequest {
  max_new_tokens?: number;
  prompt?: string;
  seed?: number | null;
  step?: number | null;
  temperature?: number;
  top_k?: number | null;
}
/**
 * What the model wrote, how probable each of its characters was and how real each is.
 */
export interface Generated {
  /**
   * p(chosen)/p(likeliest), one a character
   */
  certainty: number[];
  dropped: string[];
  /**
   * exp of the mean -ln p of the generated characters
   */
  perplexity: number;
  prompt: string;
  /**
   * one digit per character: 0 noise, 1 plausible, 2 word
   */
  quality: string;
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  text: string;
  token_probs: number[];
}
/**
 * What the model writes at a checkpoint.
 */
export interface GeneratedSample {
  prompt: string;
  /**
   * one digit per character: 0 noise, 1 plausible, 2 word
   */
  quality: string;
  seq: number;
  session_id: string;
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  text: string;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * What a head does, in a word, and by how much; ``mixed`` where no job stands out.
 */
export interface HeadJob {
  head: number;
  label:
    | "previous_character"
    | "same_character"
    | "first_position"
    | "word_start"
    | "separators"
    | "recent_characters"
    | "positional"
    | "induction"
    | "diffuse"
    | "mixed";
  layer: number;
  /**
   * the label's own; for mixed the highest but diffuse
   */
  score: number;
  scores: HeadScores;
}
/**
 * How much of its attention a head spends on each job, measured on the probe text; 0 to 1.
 */
export interface HeadScores {
  diffuse: number;
  first_position: number;
  induction: number;
  positional: number;
  previous_character: number;
  recent_characters: number;
  same_character: number;
  separators: number;
  word_start: number;
}
/**
 * What every head does at a step whose weights are kept: one more stop of the time machine.
 *
 * Comes before the other events of a checkpoint: whoever is told of one can ask about it.
 */
export interface HeadsMeasured {
  heads: HeadJob[];
  seq: number;
  session_id: string;
  /**
   * that all weights kept now take
   */
  snapshot_bytes: number;
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * Answer of ``GET /api/health``.
 *
 * engine is what was built for training on the CPU, engine_reason why that is not compiled code;
 * which one trains a run is told by the run.
 */
export interface Health {
  device: string;
  engine: "fused" | "pytorch";
  engine_reason: string;
  sessions: SessionCounts;
  status: "ok";
  version: string;
  workers: WorkerCounts;
}
/**
 * How many sessions exist, train and wait.
 */
export interface SessionCounts {
  queued: number;
  running: number;
  total: number;
}
/**
 * How many training processes are idle and warm, busy, and allowed at most.
 */
export interface WorkerCounts {
  busy: number;
  limit: number;
  ready: number;
}
/**
 * Body of ``POST /api/sessions/{id}/inspect``; text beyond the context keeps its end.
 */
export interface InspectRequest {
  step?: number | null;
  text: string;
  /**
   * next characters to tell of each position
   */
  top?: number;
}
/**
 * What the model of a step looks at and expects, for any text.
 */
export interface Inspection {
  attention: HeadMatrix[];
  dropped: string[];
  embeddings: CharVector[];
  heads: HeadJob[];
  layers: LayerGuess[];
  next: NextCharacters[];
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  tokens: string[];
}
/**
 * What the model would answer if it stopped after a layer; -1 is the embedding alone.
 */
export interface LayerGuess {
  layer: number;
  /**
   * three likeliest per position
   */
  top: CharProbability[][];
}
/**
 * The likeliest next characters at a position, as many as were asked for (of a smaller
 * vocabulary all), and the entropy of all, in nats.
 */
export interface NextCharacters {
  entropy: number;
  top: CharProbability[];
}
/**
 * To the caller: it is in the room.
 */
export interface JoinedRoom {
  session_id: string;
}
/**
 * The two estimates of a checkpoint.
 */
export interface LossPoint {
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  /**
   * nats per character; null where not finite
   */
  train_loss: number | null;
  /**
   * nats per character; null where not finite
   */
  val_loss: number | null;
}
/**
 * How often a punctuation mark is used; curly quotes count as straight, dots in a row as …
 */
export interface MarkRate {
  mark: string;
  per_100_words: number;
}
/**
 * Every head's job at a step whose weights are kept.
 */
export interface MeasuredHeads {
  heads: HeadJob[];
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
}
/**
 * A complete architecture: `ModelFields` and the size of the vocabulary.
 */
export interface ModelConfig {
  activation?: "relu" | "relu2" | "gelu";
  bias?: boolean;
  block_size?: number;
  dropout?: number;
  n_embd?: number;
  n_head?: number;
  n_layer?: number;
  /**
   * plain_rmsnorm has no gain to learn
   */
  norm?: "layernorm" | "rmsnorm" | "plain_rmsnorm" | "none";
  position?: "learned" | "relative" | "rotary" | "none";
  residual?: boolean;
  smear?: boolean;
  /**
   * where the stream is normed once more: before the head, or embedded
   */
  stream_norm?: "last" | "first";
  vocab_size: number;
  weight_tying?: boolean;
}
/**
 * The architecture of a MicroGPT, without the vocabulary that the text decides.
 */
export interface ModelFields {
  activation?: "relu" | "relu2" | "gelu";
  bias?: boolean;
  block_size?: number;
  dropout?: number;
  n_embd?: number;
  n_head?: number;
  n_layer?: number;
  /**
   * plain_rmsnorm has no gain to learn
   */
  norm?: "layernorm" | "rmsnorm" | "plain_rmsnorm" | "none";
  position?: "learned" | "relative" | "rotary" | "none";
  residual?: boolean;
  smear?: boolean;
  /**
   * where the stream is normed once more: before the head, or embedded
   */
  stream_norm?: "last" | "first";
  weight_tying?: boolean;
}
/**
 * One row of the parameter table.
 */
export interface Parameter {
  count: number;
  name: string;
  shape: number[];
}
/**
 * A phrase that both texts hold; offsets point into original_excerpt and text.
 */
export interface PhraseMatch {
  count: number;
  /**
   * @minItems 2
   * @maxItems 2
   */
  generated: [number, number];
  /**
   * @minItems 2
   * @maxItems 2
   */
  original: [number, number];
  text: string;
}
/**
 * A named architecture and recipe.
 */
export interface Preset {
  description: string;
  expected: Expectation;
  fit: TextFit | null;
  model: ModelFields;
  name: string;
  parameter_count: number;
  speed_multiplier: 1 | 2 | 5 | 10 | 0;
  title: string;
  training: TrainingConfig;
}
/**
 * What a preset changes for a short and a long text, where a request does not say otherwise.
 *
 * On a text of fewer than `characters_per_context` times block_size characters the context is as
 * many times shorter (at least its lower bound) and the batch longer. From `long_text` characters
 * on, input_noise is `long_text_noise`. On a longer text the batch is larger, by its own size for
 * each `characters_per_batch` characters up to `most_batches` times.
 */
export interface TextFit {
  characters_per_batch: number;
  characters_per_context: number;
  long_text: number;
  long_text_noise: number;
  most_batches: number;
}
/**
 * How a model is trained: every hyperparameter of the contract.
 */
export interface TrainingConfig {
  batch_size?: number;
  beta1?: number;
  beta2?: number;
  eval_interval?: number;
  grad_clip?: number;
  input_noise?: number;
  learning_rate?: number;
  lr_decay?: "cosine" | "linear" | "trapezoid" | "constant";
  matrix_learning_rate?: number;
  max_iters?: number;
  min_lr_ratio?: number;
  optimizer?: "adamw" | "muon";
  warmup_steps?: number;
  weight_decay?: number;
}
/**
 * Answer of ``GET /api/presets``.
 */
export interface PresetList {
  presets: Preset[];
}
/**
 * Mini-batch losses of a run so far, at most 2,000 points with the extremes kept.
 */
export interface ProgressHistory {
  steps: number[];
  /**
   * Items: nats per character; null where not finite
   */
  train_losses: (number | null)[];
}
/**
 * Five pieces in random order, two or three of them the machine's, by who wrote the report.
 */
export interface Quiz {
  snippets: Snippet[];
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
}
/**
 * A piece of text, and who wrote it.
 */
export interface Snippet {
  source: "original" | "machine";
  text: string;
}
/**
 * Body of ``POST /api/sessions/{id}/quiz``; the same seed makes the same quiz.
 */
export interface QuizRequest {
  seed?: number | null;
}
/**
 * Acknowledgement of a client event that failed.
 */
export interface Refusal {
  error_type:
    | "file_too_large"
    | "text_too_short"
    | "text_too_long"
    | "invalid_request"
    | "invalid_hyperparameter"
    | "token_required"
    | "forbidden_host"
    | "forbidden_origin"
    | "session_not_found"
    | "dataset_not_found"
    | "not_found"
    | "method_not_allowed"
    | "invalid_state"
    | "file_invalid_type"
    | "file_unreadable"
    | "too_many_sessions"
    | "too_many_requests"
    | "internal_error"
    | "out_of_memory"
    | "training_failed"
    | "worker_lost"
    | "diverged";
  field?: string | null;
  limit?: number | string | boolean | null;
  message: string;
  ok?: false;
  value?: number | string | boolean | null;
}
/**
 * What the model wrote at a checkpoint.
 */
export interface SamplePoint {
  prompt: string;
  /**
   * one digit per character: 0 noise, 1 plausible, 2 word
   */
  quality: string;
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  text: string;
}
export interface ServerEvents {
  attention_frame: AttentionFrame;
  attention_snapshot: AttentionSnapshot;
  engine_chosen: EngineChosen;
  error: ErrorEvent;
  generated_sample: GeneratedSample;
  heads_measured: HeadsMeasured;
  joined_room: JoinedRoom;
  session_removed: SessionRemoved;
  session_state: SessionState;
  speed_changed: SpeedChanged;
  style_metrics: StyleMetrics;
  training_completed: TrainingCompleted;
  training_metrics: TrainingMetrics;
  training_paused: TrainingPaused;
  training_progress: TrainingProgress;
  training_queued: TrainingQueued;
  training_resumed: TrainingResumed;
  training_started: TrainingStarted;
  training_stopped: TrainingStopped;
}
/**
 * The session is gone, by deletion or expiry.
 */
export interface SessionRemoved {
  seq: number;
  session_id: string;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * The whole story of a session: what it is, how far it is, and all it has shown.
 */
export interface SessionState {
  attention: AttentionState | null;
  /**
   * of every kept checkpoint; only where it was asked for
   */
  attention_history?: AttentionState[] | null;
  best_step?: number | null;
  completed_at?: string | null;
  created_at: string;
  /**
   * finished iterations; 0 is the untrained model
   */
  current_iter: number;
  dataset_id: string;
  dataset_title: string;
  device: string;
  diverged: boolean;
  engine: ("fused" | "pytorch") | null;
  engine_reason: string;
  error_message?: string | null;
  estimated_start_s?: number | null;
  feature_type: "watch_learn" | "attention_cinema" | "style_transfer";
  head_history: MeasuredHeads[];
  iters_per_sec: number;
  loss_history: LossPoint[];
  max_iters: number;
  model_config: ModelConfig;
  parameter_count: number;
  parameters: Parameter[];
  preset: string;
  probe_text: string;
  progress: ProgressHistory;
  queue_position?: number | null;
  reference_losses: ReferenceLosses;
  samples: SamplePoint[];
  seed: number;
  seq: number;
  session_id: string;
  /**
   * that the weights kept take
   */
  snapshot_bytes: number;
  snapshot_steps: number[];
  speed_multiplier: 1 | 2 | 5 | 10 | 0;
  started_at?: string | null;
  status: "idle" | "queued" | "running" | "paused" | "stopped" | "completed" | "error";
  style_metrics?: StyleReport | null;
  total_time_seconds?: number | null;
  training_config: TrainingConfig;
}
/**
 * The comparison of a person's text and the machine's.
 *
 * Style (generated, similarity, favourites, gibberish) is measured on several pages, because one
 * holds too few words to tell; copying, phrases and confidence are those of the page in text.
 */
export interface StyleReport {
  /**
   * the numbers, read to a person
   */
  aloud: string;
  confidence: Confidence;
  copied: Copied;
  /**
   * its first and last word in the whole text, counted from 1 as word_count
   *
   * @minItems 2
   * @maxItems 2
   */
  excerpt_words: [number, number];
  favourites: Favourite[];
  generated: StyleNumbers;
  /**
   * fewer than 65 % of its words are real words
   */
  gibberish: boolean;
  matches: PhraseMatch[];
  original: StyleNumbers;
  /**
   * the whole text, or of a long one a part with the longest copied run
   */
  original_excerpt: string;
  /**
   * pages of the same weights that style is measured on, with text
   */
  pages: number;
  /**
   * what the machine was given to begin with
   */
  prompt: string;
  similarity: Similarity;
  /**
   * whose weights wrote: of a few from the last back to best_step the latest whose text is not mostly copied, or best_step; from the first checkpoint on where the text's last tenth stands in the rest of it too
   */
  step: number;
  text: string;
}
/**
 * What can be counted in one text.
 *
 * Formality and variety depend on how many words are counted: both are means over stretches as
 * long as a page of the machine's, or as the person's text where that is shorter.
 */
export interface StyleNumbers {
  /**
   * words a sentence
   */
  avg_sentence_length: number;
  /**
   * letters and digits a word
   */
  avg_word_length: number;
  /**
   * formal and casual words met, in English texts alone: where 0, formality says nothing
   */
  formal_words: number;
  formality: number;
  /**
   * the same marks in both texts, the commonest first
   */
  marks: MarkRate[];
  /**
   * share of the words that the original has too
   */
  real_words: number;
  /**
   * distinct words over words
   */
  vocab_richness: number;
  word_count: number;
  /**
   * words from one punctuation mark to the next; all where none is
   */
  words_per_mark: number;
}
/**
 * How alike two texts are, 0 to 1; 1 for a text and itself.
 */
export interface Similarity {
  /**
   * overlap of the rates of the commonest words
   */
  common_words: number;
  /**
   * the mean of the four; where no spaces part words, of all but word_lengths
   */
  overall: number;
  /**
   * overlap of the shares of the punctuation marks
   */
  punctuation: number;
  /**
   * cosine of the counts of letter triples
   */
  triples: number;
  /**
   * overlap of the lengths of words
   */
  word_lengths: number;
}
/**
 * The pacing is another.
 */
export interface SpeedChanged {
  seq: number;
  session_id: string;
  speed_multiplier: 1 | 2 | 5 | 10 | 0;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * The comparison with the person's own text, at the completion of a style session.
 */
export interface StyleMetrics {
  /**
   * the numbers, read to a person
   */
  aloud: string;
  confidence: Confidence;
  copied: Copied;
  /**
   * its first and last word in the whole text, counted from 1 as word_count
   *
   * @minItems 2
   * @maxItems 2
   */
  excerpt_words: [number, number];
  favourites: Favourite[];
  generated: StyleNumbers;
  /**
   * fewer than 65 % of its words are real words
   */
  gibberish: boolean;
  matches: PhraseMatch[];
  original: StyleNumbers;
  /**
   * the whole text, or of a long one a part with the longest copied run
   */
  original_excerpt: string;
  /**
   * pages of the same weights that style is measured on, with text
   */
  pages: number;
  /**
   * what the machine was given to begin with
   */
  prompt: string;
  seq: number;
  session_id: string;
  similarity: Similarity;
  /**
   * whose weights wrote: of a few from the last back to best_step the latest whose text is not mostly copied, or best_step; from the first checkpoint on where the text's last tenth stands in the rest of it too
   */
  step: number;
  text: string;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * The run reached its end; training time counts no pauses.
 */
export interface TrainingCompleted {
  best_step: number | null;
  diverged: boolean;
  /**
   * nats per character; null where not finite
   */
  final_train_loss: number | null;
  /**
   * nats per character; null where not finite
   */
  final_val_loss: number | null;
  seq: number;
  session_id: string;
  /**
   * Unix seconds
   */
  timestamp: number;
  total_time_seconds: number;
}
/**
 * A checkpoint's estimates, without gradients.
 */
export interface TrainingMetrics {
  seq: number;
  session_id: string;
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  /**
   * Unix seconds
   */
  timestamp: number;
  /**
   * nats per character; null where not finite
   */
  train_loss: number | null;
  /**
   * nats per character; null where not finite
   */
  val_loss: number | null;
}
/**
 * The run rests.
 */
export interface TrainingPaused {
  /**
   * finished iterations; 0 is the untrained model
   */
  current_step: number;
  seq: number;
  session_id: string;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * Mini-batch losses since the last progress event, none left out.
 */
export interface TrainingProgress {
  grad_norm: number | null;
  iters_per_sec: number;
  learning_rate: number;
  seq: number;
  session_id: string;
  /**
   * finished iterations; 0 is the untrained model
   */
  step: number;
  steps: number[];
  /**
   * Unix seconds
   */
  timestamp: number;
  /**
   * Items: nats per character; null where not finite
   */
  train_losses: (number | null)[];
}
/**
 * The run waits for a worker; sent again when the position changes.
 */
export interface TrainingQueued {
  estimated_start_s: number;
  position: number;
  seq: number;
  session_id: string;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * The run goes on.
 */
export interface TrainingResumed {
  /**
   * finished iterations; 0 is the untrained model
   */
  current_step: number;
  seq: number;
  session_id: string;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * First event of a training.
 */
export interface TrainingStarted {
  seq: number;
  session_id: string;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * The run ended before its last step.
 */
export interface TrainingStopped {
  /**
   * finished iterations; 0 is the untrained model
   */
  current_step: number;
  reason: "user_requested" | "deleted" | "expired" | "shutdown";
  seq: number;
  session_id: string;
  /**
   * Unix seconds
   */
  timestamp: number;
}
/**
 * Answer of ``POST /api/sessions/create``: everything that defines a run.
 */
export interface Session {
  created_at: string;
  dataset_id: string;
  dataset_title: string;
  device: string;
  engine: ("fused" | "pytorch") | null;
  engine_reason: string;
  feature_type: "watch_learn" | "attention_cinema" | "style_transfer";
  model_config: ModelConfig;
  parameter_count: number;
  parameters: Parameter[];
  preset: string;
  probe_text: string;
  reference_losses: ReferenceLosses;
  seed: number;
  session_id: string;
  speed_multiplier: 1 | 2 | 5 | 10 | 0;
  status: "idle" | "queued" | "running" | "paused" | "stopped" | "completed" | "error";
  training_config: TrainingConfig;
}
/**
 * Answer of ``GET /api/sessions``: the sessions of the caller's own browser.
 */
export interface SessionList {
  sessions: SessionStatus[];
}
/**
 * Answer of ``GET /api/sessions/{id}``: how far a run is.
 */
export interface SessionStatus {
  completed_at?: string | null;
  created_at: string;
  /**
   * finished iterations; 0 is the untrained model
   */
  current_iter: number;
  dataset_id: string;
  dataset_title: string;
  diverged: boolean;
  engine: ("fused" | "pytorch") | null;
  engine_reason: string;
  error_message?: string | null;
  estimated_start_s?: number | null;
  feature_type: "watch_learn" | "attention_cinema" | "style_transfer";
  iters_per_sec: number;
  max_iters: number;
  parameter_count: number;
  preset: string;
  progress: number;
  queue_position?: number | null;
  session_id: string;
  speed_multiplier: 1 | 2 | 5 | 10 | 0;
  started_at?: string | null;
  status: "idle" | "queued" | "running" | "paused" | "stopped" | "completed" | "error";
  total_time_seconds?: number | null;
}
/**
 * Answer of an upload or a pasted text.
 */
export interface UserDataset {
  /**
   * what to expect of this text, where it is not the usual
   */
  advice: string | null;
  char_count: number;
  dataset_id: string;
  /**
   * the way most of its letters are read
   */
  direction: "ltr" | "rtl";
  encoding: string;
  filename: string;
  filtered_chars: number;
  reference_losses: ReferenceLosses;
  text_preview: string;
  vocab_size: number;
  word_count: number;
}
