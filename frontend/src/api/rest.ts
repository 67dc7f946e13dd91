/** Every REST call the page makes, typed. Each failure rejects with one ApiError; nothing is retried here. */
import axios, {
  type AxiosInstance,
  type AxiosRequestConfig,
  type AxiosResponse,
  isAxiosError,
} from 'axios';
import { toApiError } from './axiosErrors';
import type {
  CreateSession,
  Dataset,
  DatasetList,
  DatasetText,
  Deleted,
  ExampleList,
  ExampleText,
  Health,
  Inspection,
  InspectRequest,
  Preset,
  PresetList,
  Quiz,
  Session,
  SessionList,
  SessionStatus,
  UserDataset,
} from './generated';

const CALL_TIMEOUT_MS = 20_000;
/** Whoever asks for health wants to know whether anybody is there now. */
const HEALTH_TIMEOUT_MS = 3000;
/** Ten megabytes over a class's wireless network take their time. */
const UPLOAD_TIMEOUT_MS = 120_000;

export interface RestClient {
  /** Resolves when the server answers, soon; that it answers is all there is to know. */
  health(): Promise<Health>;
  datasets(): Promise<Dataset[]>;
  presets(): Promise<Preset[]>;
  /** Sends a file; `onShare` hears how much of it has left, 0 to 1. */
  upload(file: File, onShare?: (share: number) => void): Promise<UserDataset>;
  /** Sends pasted words. */
  fromText(text: string): Promise<UserDataset>;
  /** A person's own text as it was kept, after cleaning. */
  text(datasetId: string): Promise<string>;
  /** Texts to try Style Transfer with. */
  examples(): Promise<ExampleText[]>;
  /** Five snippets of a style session, by the person and by the machine. */
  quiz(sessionId: string): Promise<Quiz>;
  /** A text as a Word document. */
  document(text: string): Promise<Blob>;
  /** Whether the server has this own text. */
  hasText(datasetId: string): Promise<boolean>;
  createSession(body: CreateSession): Promise<Session>;
  /** The sessions of this browser. */
  sessions(): Promise<SessionStatus[]>;
  deleteSession(sessionId: string): Promise<Deleted>;
  /** What the model of a kept step looks at and expects; the newest without one. */
  inspect(sessionId: string, body: InspectRequest): Promise<Inspection>;
  /** The weights of the newest kept step (not after `step`), of a run that may still be training. */
  weights(sessionId: string, step?: number): Promise<ArrayBuffer>;
}

const sessionUrl = (id: string, call: string) => `/api/sessions/${encodeURIComponent(id)}/${call}`;

const isJson = ({ headers }: AxiosResponse) =>
  String(headers['content-type']).startsWith('application/json');

export function createRest(
  http: AxiosInstance = axios.create({ timeout: CALL_TIMEOUT_MS }),
): RestClient {
  const call = async <T>(config: AxiosRequestConfig): Promise<T> => {
    try {
      return (await http.request<T>(config)).data;
    } catch (thrown) {
      throw toApiError(thrown);
    }
  };
  return {
    health: () => call<Health>({ url: '/api/health', timeout: HEALTH_TIMEOUT_MS }),
    datasets: async () => (await call<DatasetList>({ url: '/api/datasets' })).datasets,
    presets: async () => (await call<PresetList>({ url: '/api/presets' })).presets,
    upload: (file, onShare) => {
      const data = new FormData();
      data.append('file', file);
      return call<UserDataset>({
        method: 'post',
        url: '/api/datasets/upload',
        data,
        timeout: UPLOAD_TIMEOUT_MS,
        onUploadProgress: ({ progress }) => progress !== undefined && onShare?.(progress),
      });
    },
    fromText: (text) =>
      call<UserDataset>({ method: 'post', url: '/api/datasets/from-text', data: { text } }),
    text: async (id) =>
      (await call<DatasetText>({ url: `/api/datasets/${encodeURIComponent(id)}/text` })).text,
    examples: async () => (await call<ExampleList>({ url: '/api/examples' })).examples,
    quiz: (id) => call<Quiz>({ method: 'post', url: sessionUrl(id, 'quiz'), data: {} }),
    document: async (text) => {
      const data = { text, format: 'docx' };
      const wanted = { method: 'post', url: '/api/documents', responseType: 'blob' } as const;
      try {
        return (await http.request<Blob>({ ...wanted, data })).data;
      } catch (thrown) {
        // A refusal is JSON all the same, only packed as a file.
        const packed = isAxiosError(thrown) ? thrown.response : undefined;
        if (packed?.data instanceof Blob && packed.data.type === 'application/json') {
          packed.data = JSON.parse(await packed.data.text());
        }
        throw toApiError(thrown);
      }
    },
    hasText: async (id) => {
      const url = `/api/datasets/${encodeURIComponent(id)}/text`;
      const validateStatus = (status: number) => status === 200 || status === 404;
      try {
        return (await http.request({ method: 'head', url, validateStatus })).status === 200;
      } catch (thrown) {
        throw toApiError(thrown);
      }
    },
    createSession: (data) => call<Session>({ method: 'post', url: '/api/sessions/create', data }),
    sessions: async () => (await call<SessionList>({ url: '/api/sessions' })).sessions,
    deleteSession: (id) =>
      call<Deleted>({ method: 'delete', url: `/api/sessions/${encodeURIComponent(id)}` }),
    inspect: (id, data) =>
      call<Inspection>({ method: 'post', url: sessionUrl(id, 'inspect'), data }),
    weights: async (id, step) => {
      const params = { format: 'safetensors', step };
      const wanted = { url: sessionUrl(id, 'export'), responseType: 'arraybuffer' } as const;
      try {
        return (await http.request<ArrayBuffer>({ ...wanted, params })).data;
      } catch (thrown) {
        const packed = isAxiosError(thrown) ? thrown.response : undefined;
        if (packed && isJson(packed)) {
          packed.data = JSON.parse(new TextDecoder().decode(packed.data));
        }
        throw toApiError(thrown);
      }
    },
  };
}
