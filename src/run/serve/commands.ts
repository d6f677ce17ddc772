import { ok, type Command } from '#kernel';
import type { AnswerDeps } from './answer-chat.ts';
import { askOnce, type AskReply } from './ask-once.ts';

const footer = ({ refused, preview, canary, release, traceId, latencyMs, costUsd }: AskReply): string => {
  const by =
    preview === true
      ? 'preview of a candidate that is not released'
      : `release ${(release ?? '').slice(0, 12)}${canary === true ? ' (canary)' : ''}`;
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
    description:
      'Asks one question as a user would: the active release answers, or its canary, or the newest candidate while nothing is released',
    example: 'throughline ask "How large may a request body be?"',
    options: [{ flags: '--model <name>', description: '`throughline`, `preview`, or the id or name of a candidate' }],
    run: async (deps, { positional, options }) => {
      const { model } = options;
      const reply = await askOnce(deps, positional.join(' '), typeof model === 'string' ? { model } : {});
      if (!reply.ok) return reply;
      // The JSON is a contract with scripts and has no such field; `release` tells the canary from the active release.
      const { canary: _, ...json } = reply.value;
      return ok({ text: text(reply.value), json: JSON.parse(JSON.stringify(json)), exitCode: 0 });
    },
  },
];
