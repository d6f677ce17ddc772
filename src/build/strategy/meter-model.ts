import { FaultError, isFaultError, err, ok, type Json } from '#kernel';
import type { ChatModel, CompletionRequest } from '#build/models';
import { completionSchema, type Completion } from '#build/models/contract';
import type { CompilerDeps } from './application.ts';
import type { Tracer } from './trace.ts';

export interface MeterOptions {
  readonly tracer: Tracer;
  readonly repeat: number;
  /** Leaves journalling to the caller. */
  readonly journalled: boolean;
}

const asJson = (completion: Completion): Json => JSON.parse(JSON.stringify(completion));

// Only successes are remembered, so a failure is tried again after a crash.
const completeOnce = async (
  journal: NonNullable<CompilerDeps['journal']>,
  inputs: Readonly<Record<string, unknown>>,
  work: () => ReturnType<ChatModel['complete']>,
): ReturnType<ChatModel['complete']> => {
  try {
    const stored = await journal.once({ step: 'strategy/complete', inputs }, async () => {
      const completed = await work();
      if (!completed.ok) throw new FaultError(completed.error);
      return asJson(completed.value);
    });
    return ok(completionSchema.parse(stored));
  } catch (thrown) {
    if (isFaultError(thrown)) return err(thrown.fault);
    throw thrown;
  }
};

const requestAttributes = (model: ChatModel, request: CompletionRequest): Readonly<Record<string, Json>> => ({
  'gen_ai.request.model': model.card.id,
  'gen_ai.provider.name': model.card.provider,
  'gen_ai.request.max_tokens': request.maxTokens,
  'gen_ai.request.temperature': request.temperature,
  ...(request.seed !== undefined && { 'gen_ai.request.seed': request.seed }),
});

/** A chat model whose every call is a span, and, where there is a journal, is never paid for twice. */
export const meterModel = (
  { journal }: Pick<CompilerDeps, 'journal'>,
  model: ChatModel,
  { tracer, repeat, journalled }: MeterOptions,
): ChatModel => ({
  ...model,
  complete: (request, options) =>
    tracer.span(
      { name: `chat ${model.card.id}`, operation: 'chat', attributes: requestAttributes(model, request) },
      async (span) => {
        const work = () => model.complete(request, options);
        const inputs = { model: model.digest, request, repeat };
        const completed =
          journal !== undefined && journalled ? await completeOnce(journal, inputs, work) : await work();
        if (!completed.ok) {
          span.fail(completed.error.code);
          return completed;
        }
        const { usage, finishReason, text, costNano } = completed.value;
        span.set({
          'gen_ai.usage.input_tokens': usage.inputTokens,
          'gen_ai.usage.output_tokens': usage.outputTokens,
          'gen_ai.response.finish_reasons': [finishReason],
          'throughline.cost_nano_usd': costNano,
        });
        span.content({
          'gen_ai.input.messages': request.messages.map(({ role, content }) => ({ role, content })),
          'gen_ai.output.messages': [{ role: 'assistant', content: text }],
        });
        return completed;
      },
    ),
});
