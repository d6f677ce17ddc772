import { ok, type Command } from '#kernel';
import type { AnswerDeps } from './answer-chat.ts';
import { askOnce, type AskReply } from './ask-once.ts';

const footer = ({ refused, preview, release, traceId, latencyMs, costUsd }: AskReply): string => {
  const by =
    preview === true ? 'preview of a candidate that is not released' : `release ${(release ?? '').slice(0, 12)}`;
  return `${refused === true ? 'refused, ' : ''}${by}, ${latencyMs} ms, ${costUsd.toFixed(6)} USD, trace ${traceId}`;
};

const text = (reply: AskReply): string => {
  const sources = reply.citations.map(({ source, heading }, index) => `  [${index + 1}] ${source}, ${heading}`);
  return [reply.answer, ...(sources.length > 0 ? ['', 'Sources:', ...sources] : []), '', footer(reply)].join('\n');
};

/** `ask`. */
export const serveCommands: readonly Command<AnswerDeps>[] = [
  {
    name: 'ask',
    usage: '<question...>',
    description: 'Asks the active release one question, or the newest candidate while nothing is released',
    example: 'throughline ask "How large may a request body be?"',
    options: [{ flags: '--model <name>', description: '`throughline`, `preview`, or the id or name of a candidate' }],
    run: async (deps, { positional, options }) => {
      const { model } = options;
      const reply = await askOnce(deps, positional.join(' '), typeof model === 'string' ? { model } : {});
      if (!reply.ok) return reply;
      const { refused, preview, ...rest } = reply.value;
      const json = { ...rest, ...(refused === true ? { refused } : {}), ...(preview === true ? { preview } : {}) };
      return ok({ text: text(reply.value), json, exitCode: 0 });
    },
  },
];
