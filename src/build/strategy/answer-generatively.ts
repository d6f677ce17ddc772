import { err, ok } from '#kernel';
import type { Passage } from '#build/knowledge/contract';
import { createReason } from '#build/reasoning';
import type { Found, Respond } from './application.ts';
import { compressPassages } from './compress-passages.ts';
import type { Strategy } from './contract.ts';
import { strategyFaults } from './errors.ts';
import { fitPassages } from './fit-passages.ts';
import { groundDraft } from './ground-draft.ts';
import { meterModel } from './meter-model.ts';

const choosePassages = ({ retrieval, extractive }: Strategy, { used, terms }: Found): readonly Passage[] =>
  retrieval.compress === 'extract'
    ? compressPassages({ terms, passages: used, quotes: extractive.sentences, characters: extractive.characters })
    : used.map(({ passage }) => passage);

/**
 * Asks the model with the passages, then ties its answer to them. The answer is shown when it is checked, not
 * while it is written: a sentence that turns out to be made up cannot be taken back.
 */
export const answerGeneratively: Respond = async (deps, app, { question, signal, repeat, tracer, found }) => {
  const { strategy } = app.candidate;
  if (app.model === undefined || strategy.model === undefined)
    return err(strategyFaults.fault('STRATEGY_MODEL_MISSING', { strategy: strategy.name, kind: strategy.kind }));
  const { maxTokens, temperature, seed, id } = strategy.model;
  const otherCharacters =
    question.length +
    strategy.examples.reduce((sum, one) => sum + one.question.length + one.passage.length + one.answer.length, 600);
  const passages = fitPassages(choosePassages(strategy, found), {
    contextTokens: app.model.card.contextTokens,
    maxTokens,
    otherCharacters,
  });
  const messages = await app.prompts.render(strategy.prompt, {
    question,
    passages: passages.map(({ title, headingPath, text }, index) => ({
      number: index + 1,
      heading: [title, ...headingPath].join(' > '),
      text,
    })),
    ...(strategy.examples.length > 0 && { examples: strategy.examples }),
  });
  if (!messages.ok) return messages;
  const model = meterModel(deps, app.model, { tracer, repeat, journalled: true });
  const reasoned = await createReason(strategy.reasoning)(
    { model, prompts: app.prompts },
    { messages: messages.value, maxTokens, temperature, seed, signal },
  );
  if (!reasoned.ok)
    return err(
      strategyFaults.fault('STRATEGY_MODEL_FAILED', {
        model: id,
        cause: `${reasoned.error.code} ${reasoned.error.what}`,
      }),
    );
  const { text, usage, costNano, modelCalls } = reasoned.value;
  if (text === '')
    return err(strategyFaults.fault('STRATEGY_MODEL_FAILED', { model: id, cause: 'it returned nothing' }));
  return ok({ ...groundDraft(text, passages), usage, costNano, modelCalls });
};
