import { err, ok, type Fault, type Result } from '#kernel';
import { createOutputGuard, guardInput } from '#build/guardrails';
import type { GuardrailDecision } from '#build/guardrails/contract';
import type { Message } from '#build/models/contract';
import { answerExtractively } from './answer-extractively.ts';
import { answerGeneratively } from './answer-generatively.ts';
import { answerWithAgent } from './answer-with-agent.ts';
import {
  noUsage,
  type CompilerDeps,
  type Draft,
  type Found,
  type OpenApplication,
  type Respond,
} from './application.ts';
import type { Answer, Strategy } from './contract.ts';
import { strategyFaults } from './errors.ts';
import { findPassages } from './find-passages.ts';
import { guardCitations } from './guard-citations.ts';
import { limitTime } from './limit-time.ts';
import type { AnswerOptions, Question } from './port.ts';
import { refusalTexts } from './refusals.ts';
import { createTracer, type OpenSpan, type Tracer } from './trace.ts';
import { writeQuery } from './write-query.ts';

const responders: Readonly<Record<Strategy['kind'], Respond>> = {
  extractive: answerExtractively,
  generative: answerGeneratively,
  agent: answerWithAgent,
};

interface Asked {
  readonly question: Question;
  readonly options: AnswerOptions;
  readonly tracer: Tracer;
  readonly signal: AbortSignal;
}

/** A draft with what led to it. */
interface Drafted {
  readonly draft: Draft;
  readonly found: Found | undefined;
  readonly decisions: readonly GuardrailDecision[];
}

const recordDecisions = async (tracer: Tracer, decisions: readonly GuardrailDecision[]): Promise<void> => {
  for (const { kind, side, outcome, detail } of decisions) {
    const attributes = {
      'throughline.guardrail.side': side,
      'throughline.guardrail.outcome': outcome,
      'throughline.guardrail.detail': detail,
    };
    await tracer.span({ name: `guardrail ${kind}`, operation: 'guardrail', attributes }, async () => {});
  }
};

const refuse = (refusal: NonNullable<Answer['refusal']>): Draft => ({ text: '', citations: [], refusal, ...noUsage });

const rememberedTurns = 20;

/** Earlier turns were guarded when they were asked, but they come back from the client as they were typed. */
const guardHistory = (
  steps: OpenApplication['guardrails']['input'],
  history: readonly Message[],
): readonly Message[] => {
  const personal = steps.filter(({ kind }) => kind === 'personal-data');
  return history
    .slice(-rememberedTurns)
    .map((message) => ({ ...message, content: guardInput(personal, message.content).text }));
};

const draftAnswer = async (deps: CompilerDeps, app: OpenApplication, asked: Asked): Promise<Result<Drafted, Fault>> => {
  const { question, options, tracer, signal } = asked;
  const { strategy } = app.candidate;
  const repeat = options.repeat ?? 0;
  const guarded = guardInput(app.guardrails.input, question.text);
  const { decisions } = guarded;
  await recordDecisions(tracer, decisions);
  if (guarded.blocked) return ok({ draft: refuse('blocked'), found: undefined, decisions });

  const history = guardHistory(app.guardrails.input, question.history ?? []);
  const query = await writeQuery(deps, app, { question: guarded.text, history, tracer, signal, repeat });
  if (!query.ok) return query;
  const turn = { question: guarded.text, query: query.value.text, history, signal, repeat, tracer };
  const found = await findPassages(app, turn);
  if (!found.ok) return found;
  if (found.value.evidence < strategy.refuseBelow)
    return ok({ draft: { ...refuse('no-evidence'), ...pickUsage(query.value) }, found: found.value, decisions });

  const drafted = await responders[strategy.kind](deps, app, { ...turn, found: found.value });
  if (!drafted.ok) return drafted;
  return ok({ draft: { ...drafted.value, ...addUsage(drafted.value, query.value) }, found: found.value, decisions });
};

type Usage = Pick<Draft, 'usage' | 'costNano' | 'modelCalls'>;

const pickUsage = ({ usage, costNano, modelCalls }: Usage): Usage => ({ usage, costNano, modelCalls });

const addUsage = (one: Usage, other: Usage): Usage => ({
  usage: {
    inputTokens: one.usage.inputTokens + other.usage.inputTokens,
    cachedInputTokens: one.usage.cachedInputTokens + other.usage.cachedInputTokens,
    outputTokens: one.usage.outputTokens + other.usage.outputTokens,
  },
  costNano: one.costNano + other.costNano,
  modelCalls: one.modelCalls + other.modelCalls,
});

const finishAnswer = async (
  app: OpenApplication,
  asked: Asked,
  { draft, found, decisions }: Drafted,
): Promise<Omit<Answer, 'durationMs'>> => {
  const guard = createOutputGuard(app.guardrails.output, asked.options.onDelta);
  guard.push(draft.refusal === undefined ? draft.text : refusalTexts[draft.refusal]);
  const shown = guard.end();
  await recordDecisions(asked.tracer, shown.decisions);
  const refusal = shown.blocked ? 'blocked' : draft.refusal;
  return {
    text: shown.text,
    refused: refusal !== undefined,
    citations: refusal === undefined ? [...guardCitations(app.guardrails.output, draft.citations)] : [],
    retrieved: (found?.ranked ?? []).map(({ passage, fit }) => ({
      chunkId: passage.id,
      documentId: passage.documentId,
      heading: passage.headingPath.join(' > ') || passage.title,
      score: fit,
    })),
    guardrails: [...decisions, ...shown.decisions],
    ...pickUsage(draft),
    ...(found !== undefined && { evidence: found.evidence }),
    ...(refusal !== undefined && { refusal }),
  };
};

const describeAnswer = (span: OpenSpan, question: string, answer: Omit<Answer, 'durationMs'>): void => {
  span.set({
    'throughline.refused': answer.refused,
    'throughline.citation_count': answer.citations.length,
    'throughline.model_calls': answer.modelCalls,
    'throughline.cost_nano_usd': answer.costNano,
    'gen_ai.usage.input_tokens': answer.usage.inputTokens,
    'gen_ai.usage.output_tokens': answer.usage.outputTokens,
    ...(answer.refusal !== undefined && { 'throughline.refusal': answer.refusal }),
    ...(answer.evidence !== undefined && { 'throughline.evidence': Math.round(answer.evidence * 1000) / 1000 }),
  });
  span.content({
    'throughline.question': question,
    'throughline.answer': answer.text,
    'throughline.citations': answer.citations,
  });
};

/**
 * Answers one question: input guardrails, search, evidence check, extraction or generation, citations, output
 * guardrails; every step is a span.
 */
export const answerQuestion = async (
  deps: CompilerDeps,
  app: OpenApplication,
  { question, options }: { readonly question: Question; readonly options: AnswerOptions },
): Promise<Result<Answer, Fault>> => {
  if (question.text.trim() === '') return err(strategyFaults.fault('STRATEGY_QUESTION_EMPTY'));
  const started = deps.clock.monotonic();
  const { strategy, id } = app.candidate;
  const { timeoutMs } = strategy.limits;
  const late = () => strategyFaults.fault('STRATEGY_TIMEOUT', { timeoutMs, strategy: strategy.name });
  const attributes = { 'throughline.candidate': id, 'throughline.strategy': strategy.name };
  return createTracer(deps, options).span(
    { name: `answer ${strategy.name}`, operation: 'run_strategy', attributes },
    async (span) => {
      const answered = await limitTime({ timeoutMs, late, signal: options.signal }, async (signal) => {
        const asked: Asked = { question, options, tracer: span.inside, signal };
        const drafted = await draftAnswer(deps, app, asked);
        if (!drafted.ok) return drafted;
        signal.throwIfAborted();
        return ok(await finishAnswer(app, asked, drafted.value));
      });
      if (!answered.ok) {
        span.fail(answered.error.code);
        return answered;
      }
      // A trace keeps the question as the guardrails left it.
      describeAnswer(span, guardInput(app.guardrails.input, question.text).text, answered.value);
      return ok({ ...answered.value, durationMs: deps.clock.monotonic() - started });
    },
  );
};
