import { ok, type Fault, type Result } from '#kernel';
import type { Message } from '#build/models/contract';
import type { CompilerDeps, OpenApplication } from './application.ts';
import { completeFollowUp } from './complete-follow-up.ts';
import { noUsage, type Draft } from './application.ts';
import { meterModel } from './meter-model.ts';
import type { Tracer } from './trace.ts';

export interface QueryRequest {
  readonly question: string;
  readonly history: readonly Message[];
  readonly tracer: Tracer;
  readonly signal: AbortSignal;
  readonly repeat: number;
}

/** What is searched for, with what writing it took. */
export interface Query extends Pick<Draft, 'usage' | 'costNano' | 'modelCalls'> {
  readonly text: string;
}

const rewrittenTokens = 80;
const rememberedTurns = 6;

/** Makes the question searchable: as it is, completed by rules, or rewritten by the model (rules when it says nothing). */
export const writeQuery = async (
  deps: CompilerDeps,
  app: OpenApplication,
  request: QueryRequest,
): Promise<Result<Query, Fault>> => {
  const { question, history, tracer, signal, repeat } = request;
  const { rewrite } = app.candidate.strategy.retrieval;
  if (rewrite === 'none' || history.length === 0) return ok({ text: question, ...noUsage });
  const byRules: Query = { text: completeFollowUp(question, history), ...noUsage };
  if (rewrite === 'rules' || app.model === undefined) return ok(byRules);
  const turns = history.slice(-rememberedTurns).map(({ role, content }) => ({ role, text: content.slice(0, 1000) }));
  const messages = await app.prompts.render('rewrite-question', { question, history: turns });
  if (!messages.ok) return messages;
  const model = meterModel(deps, app.model, { tracer, repeat, journalled: true });
  const completed = await model.complete(
    { messages: messages.value, maxTokens: rewrittenTokens, temperature: 0, seed: 7 },
    { signal },
  );
  if (!completed.ok) return ok(byRules);
  const { text, usage, costNano } = completed.value;
  return ok({ text: text.trim().split('\n', 1)[0] || byRules.text, usage, costNano, modelCalls: 1 });
};
