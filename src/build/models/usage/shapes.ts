import type { Dialect } from '../provider-wire.ts';

/** Where a dialect says what: keys from the outermost object inwards; arrays have no key. */
export interface UsageShape {
  /** Objects that report usage. */
  readonly usage: readonly (readonly string[])[];
  /** Strings under this outermost key are what the model said or thought, if their own key is one of `keys`. */
  readonly text?: { readonly under: string; readonly keys: readonly string[]; readonly except?: string };
  /** A string at this key ends the answer: one of `values`, or any that is neither empty nor one of `failures`. */
  readonly end?: {
    readonly key: string;
    readonly under?: string;
    readonly values?: readonly string[];
    readonly failures?: readonly string[];
  };
}

const chatKeys = ['content', 'text', 'refusal', 'reasoning', 'reasoning_content', 'thinking', 'arguments', 'name'];

/** Details of reasoning repeat what `reasoning` says. */
const chatText = { under: 'choices', keys: chatKeys, except: 'reasoning_details' };
/** Groq reports under a name of its own when nobody asked for usage. */
const chatUsage = [['usage'], ['x_groq', 'usage']];

/** OpenRouter says `error` where its provider broke down in the middle. */
const chatEnd = { under: 'choices', key: 'finish_reason', failures: ['error'] };

/** How answers come whole. */
export const wholeShapes: Readonly<Record<Dialect, UsageShape>> = {
  'openai-chat': { usage: chatUsage, text: chatText },
  'openai-completions': { usage: chatUsage, text: { under: 'choices', keys: ['text'] } },
  'openai-responses': { usage: [['usage']], text: { under: 'output', keys: ['text', 'refusal', 'arguments', 'name'] } },
  'openai-embeddings': { usage: [['usage']] },
  'anthropic-messages': { usage: [['usage']], text: { under: 'content', keys: ['text', 'thinking', 'name'] } },
  rerank: { usage: [['usage'], ['meta', 'tokens']] },
};

/** How answers come in events; a shape is that of one event. */
export const eventShapes: Readonly<Record<Dialect, UsageShape>> = {
  ...wholeShapes,
  'openai-chat': { usage: chatUsage, text: chatText, end: chatEnd },
  'openai-completions': {
    usage: chatUsage,
    text: { under: 'choices', keys: ['text'] },
    end: chatEnd,
  },
  'openai-responses': {
    usage: [['response', 'usage']],
    text: { under: 'delta', keys: ['delta'] },
    end: { key: 'type', values: ['response.completed', 'response.incomplete', 'response.failed'] },
  },
  'anthropic-messages': {
    usage: [['message', 'usage'], ['usage']],
    text: { under: 'delta', keys: ['text', 'thinking', 'partial_json'] },
    end: { key: 'type', values: ['message_stop'] },
  },
};
