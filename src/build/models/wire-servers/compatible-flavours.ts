import type { CompatibleServer } from './compatible-server.ts';
import { groq, openRouter, together } from './hosted-servers.ts';
import { streamError } from './openai-errors.ts';
import { llamaCpp, lmStudio, ollama, vllm } from './own-servers.ts';

/** Servers by the names of their presets. */
export const compatibleServers = {
  'openai-compatible': { ...vllm, chat: { ...vllm.chat, error: streamError } },
  ollama,
  vllm,
  'llama-cpp': llamaCpp,
  'lm-studio': lmStudio,
  together,
  groq,
  openrouter: openRouter,
} as const satisfies Readonly<Record<string, CompatibleServer>>;
