import { hashOf, type Json } from '#kernel';
import type { CacheRequest } from './port.ts';
import { ignoredFields } from './cache-key.ts';

/** What of a request differs between users, and the partition that everything else names. */
export interface VaryingTurn {
  readonly text: string;
  /** SHA-256 over tenant, route, model, system prompt, tools and parameters. */
  readonly partition: string;
}

const maximumLength = 8000;

interface Turn {
  readonly role: string;
  readonly text: string | undefined;
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (content: Json | undefined): string | undefined => {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content) || content.length !== 1) return undefined;
  const [part] = content as readonly Json[];
  return isObject(part) && part['type'] === 'text' && typeof part['text'] === 'string' ? part['text'] : undefined;
};

const turnsOf = (messages: Json | undefined): readonly Turn[] =>
  Array.isArray(messages)
    ? (messages as readonly Json[]).map((message) =>
        isObject(message)
          ? { role: typeof message['role'] === 'string' ? message['role'] : '', text: textOf(message['content']) }
          : { role: '', text: undefined },
      )
    : [];

const isInstruction = ({ role }: Turn): boolean => role === 'system' || role === 'developer';

/**
 * The one user turn of a request that a similar question may answer. Undefined for everything that similarity says
 * nothing about: several turns, tools, images, sampled answers.
 */
export const varyingTurn = (request: CacheRequest): VaryingTurn | undefined => {
  const body = request.body();
  if (body === undefined) return undefined;
  if (body['tools'] !== undefined || body['functions'] !== undefined || body['stream'] === true) return undefined;
  const turns = turnsOf(body['messages']);
  const asked = turns.filter((turn) => !isInstruction(turn));
  const [only] = asked;
  if (only?.role !== 'user' || asked.length !== 1 || only.text === undefined) return undefined;
  if (only.text.trim() === '' || only.text.length > maximumLength) return undefined;
  const rest = Object.fromEntries(
    Object.entries(body).filter(([name]) => name !== 'messages' && !ignoredFields.has(name)),
  );
  const instructions = turns.filter(isInstruction);
  const { tenant, route, model, dialect, version } = request;
  return { text: only.text, partition: hashOf([tenant, route, model, dialect, version, instructions, rest]) };
};
