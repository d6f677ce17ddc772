import type { Dialect, ProviderWire } from '../provider-wire.ts';

/** A server that speaks OpenAI's format, as data. */
export interface CompatiblePreset {
  /** Where it is when the card does not say. */
  readonly baseUrl?: string;
  /** Where its key is when the card does not say. */
  readonly keyVariables: readonly string[];
  /** Nothing works without a key. */
  readonly needsKey: boolean;
  /** What it speaks itself, and where below the base URL. */
  readonly paths: Partial<Readonly<Record<Dialect, string>>>;
  readonly usageInStream?: NonNullable<ProviderWire['usageInStream']>;
  readonly keepAliveMs?: number;
  /** Its rerankers give logits in place of shares. */
  readonly ranksByLogits?: boolean;
}

const chat = { 'openai-chat': '/chat/completions' } as const;
const completions = { 'openai-completions': '/completions' } as const;
const embeddings = { 'openai-embeddings': '/embeddings' } as const;
const rerank = { rerank: '/rerank' } as const;

/** Behind load balancers that keep an idle connection for a minute or longer. */
const hosted = { needsKey: true, keepAliveMs: 50_000 } as const;
/** uvicorn and cpp-httplib end an idle connection after five seconds. */
const shortLived = { needsKey: false, keepAliveMs: 4_000 } as const;

/** Every preset by the name that catalogue entries use. Dialects that came with late versions of a server are left out: they are translated, and so work with all versions. */
export const compatiblePresets = {
  'openai-compatible': {
    keyVariables: [],
    needsKey: false,
    paths: { ...chat, ...completions, ...embeddings, ...rerank },
  },
  ollama: {
    baseUrl: 'http://127.0.0.1:11434/v1',
    keyVariables: ['OLLAMA_API_KEY'],
    needsKey: false,
    paths: { ...chat, ...completions, ...embeddings },
    keepAliveMs: 50_000,
  },
  vllm: {
    baseUrl: 'http://127.0.0.1:8000/v1',
    keyVariables: ['VLLM_API_KEY'],
    paths: { ...chat, ...completions, ...embeddings, ...rerank },
    ...shortLived,
  },
  'llama-cpp': {
    baseUrl: 'http://127.0.0.1:8080/v1',
    keyVariables: ['LLAMA_API_KEY'],
    paths: { ...chat, ...completions, ...embeddings, ...rerank },
    ranksByLogits: true,
    ...shortLived,
  },
  'lm-studio': {
    baseUrl: 'http://127.0.0.1:1234/v1',
    keyVariables: ['LM_API_TOKEN'],
    paths: { ...chat, ...completions, ...embeddings },
    ...shortLived,
  },
  together: {
    baseUrl: 'https://api.together.xyz/v1',
    keyVariables: ['TOGETHER_API_KEY'],
    paths: { ...chat, ...completions, ...embeddings, ...rerank },
    // In the last chunk, beside its choice.
    usageInStream: 'always',
    ...hosted,
  },
  groq: {
    baseUrl: 'https://api.groq.com/openai/v1',
    keyVariables: ['GROQ_API_KEY'],
    paths: chat,
    // In the last chunk as `x_groq.usage`, asked for or not.
    usageInStream: 'always',
    ...hosted,
  },
  openrouter: {
    baseUrl: 'https://openrouter.ai/api/v1',
    keyVariables: ['OPENROUTER_API_KEY'],
    paths: { ...chat, ...completions, ...embeddings },
    ...hosted,
  },
} as const satisfies Readonly<Record<string, CompatiblePreset>>;
