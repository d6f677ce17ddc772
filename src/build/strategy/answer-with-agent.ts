import { err, ok, type Fault, type Json, type Result } from '#kernel';
import { runAgent, type ToolUse } from '#build/agents';
import type { Passage } from '#build/knowledge/contract';
import { passagesFromResult } from '#build/tools';
import type { Respond } from './application.ts';
import { strategyFaults } from './errors.ts';
import { groundDraft } from './ground-draft.ts';
import { meterModel } from './meter-model.ts';
import type { Tracer } from './trace.ts';

const traceTool =
  (tracer: Tracer) =>
  (name: string, work: () => Promise<Result<Json, Fault>>): Promise<Result<Json, Fault>> =>
    tracer.span(
      { name: `execute_tool ${name}`, operation: 'execute_tool', attributes: { 'gen_ai.tool.name': name } },
      async (span) => {
        const result = await work();
        if (!result.ok) span.fail(result.error.code);
        return result;
      },
    );

const seenPassages = (uses: readonly ToolUse[], first: readonly Passage[]): readonly Passage[] => {
  const passages = new Map(first.map((passage) => [passage.id, passage]));
  for (const { result } of uses)
    if (result.ok) for (const passage of passagesFromResult(result.value)) passages.set(passage.id, passage);
  return [...passages.values()];
};

/** Lets a tool loop find the answer, then ties the answer to the passages that the loop saw. */
export const answerWithAgent: Respond = async (deps, app, { question, signal, repeat, tracer, found }) => {
  const { strategy, id: candidateId } = app.candidate;
  const { model: settings, agent: budget } = strategy;
  const { model } = app;
  if (model === undefined || settings === undefined || budget === undefined)
    return err(strategyFaults.fault('STRATEGY_MODEL_MISSING', { strategy: strategy.name, kind: strategy.kind }));
  const failed = (cause: string) => err(strategyFaults.fault('STRATEGY_MODEL_FAILED', { model: settings.id, cause }));
  const messages = await app.prompts.render(strategy.prompt, {
    question,
    tools: app.tools.map(({ name, description }) => ({ name, description })),
  });
  if (!messages.ok) return messages;
  return tracer.span(
    {
      name: `invoke_agent ${strategy.name}`,
      operation: 'invoke_agent',
      attributes: { 'gen_ai.agent.name': strategy.name },
    },
    async (span) => {
      const metered = meterModel(deps, model, { tracer: span.inside, repeat, journalled: false });
      const { maxTokens, temperature, seed } = settings;
      const task = {
        budget,
        messages: messages.value,
        maxTokens,
        temperature,
        seed,
        signal,
        journalKey: { candidateId, repeat },
        aroundTool: traceTool(span.inside),
      };
      const run = await runAgent({ ...deps, model: metered, tools: app.tools }, task);
      if (!run.ok) {
        span.fail(run.error.code);
        return failed(`${run.error.code} ${run.error.what}`);
      }
      const { text, toolUses, usage, costNano, modelCalls } = run.value;
      if (text === '') return failed('it returned nothing');
      const passages = seenPassages(
        toolUses,
        found.used.map(({ passage }) => passage),
      );
      return ok({ ...groundDraft(text, passages), usage, costNano, modelCalls });
    },
  );
};
