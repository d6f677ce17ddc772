import { err, ok, type Fault, type JournalDep, type Result } from '#kernel';
import { wilson } from '#kernel/statistics';
import { z } from 'zod';
import { fitProbes, refusalText, type FitProbe } from './fit-probes.ts';
import type { ChatModel, CompletionRequest } from './port.ts';

export interface Fit {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** Tokens of the answers by the time they took, reading the prompt included. */
  readonly tokensPerSecond: number;
}

const maxTokens = 32;
const measurementSchema = z.object({ passed: z.array(z.boolean()), tokensPerSecond: z.number() });
type Measurement = z.infer<typeof measurementSchema>;

/** The request of one probe. */
export const probeRequest = ({ passage, question }: FitProbe): CompletionRequest => ({
  messages: [
    {
      role: 'system',
      content: `Answer the question in one short sentence, using only the passage. If the passage does not hold the answer, reply ${refusalText}.`,
    },
    { role: 'user', content: `Passage: ${passage}\n\nQuestion: ${question}` },
  ],
  maxTokens,
  temperature: 0,
  seed: 1,
});

const wordsOf = (text: string): readonly string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);

/** Whether an answer passes: it holds the expected word, or it refuses and nothing else. */
export const passesProbe = ({ expected }: FitProbe, answer: string): boolean => {
  const refused = answer.toLowerCase().includes(refusalText.toLowerCase());
  if (expected === undefined) return refused;
  return !refused && wordsOf(answer).includes(expected.toLowerCase());
};

/** Faults that are the model's own doing count as a failed probe; every other means that it cannot be used. */
const ownFault = (code: string): boolean => code === 'MODELS_EMPTY_ANSWER' || code === 'MODELS_ANSWER_MALFORMED';

const measure = async (model: ChatModel, signal: AbortSignal): Promise<Result<Measurement, Fault>> => {
  const passed: boolean[] = [];
  let tokens = 0;
  let milliseconds = 0;
  for (const probe of fitProbes) {
    const result = await model.complete(probeRequest(probe), { signal });
    if (!result.ok && !ownFault(result.error.code)) return result;
    passed.push(result.ok && passesProbe(probe, result.value.text));
    // The first call may load the model, which says nothing about its speed.
    if (!result.ok || passed.length === 1) continue;
    tokens += result.value.usage.outputTokens;
    milliseconds += result.value.durationMs;
  }
  return ok({ passed, tokensPerSecond: milliseconds === 0 ? 0 : (tokens / milliseconds) * 1000 });
};

const toFit = ({ passed, tokensPerSecond }: Measurement): Fit => {
  const { value, low, high } = wilson(passed.filter(Boolean).length, passed.length) ?? { value: 0, low: 0, high: 1 };
  return { value, low, high, n: passed.length, tokensPerSecond: Math.round(tokensPerSecond * 10) / 10 };
};

/** How well a model answers from a passage, measured once for each model and set of probes. */
export const measureFit = async (
  { journal }: JournalDep,
  model: ChatModel,
  signal: AbortSignal,
): Promise<Result<Fit, Fault>> => {
  let failure: Fault | undefined;
  const stopped = new Error('the model cannot be used');
  const key = {
    step: 'models/fit',
    inputs: { model: model.card.id, digest: model.digest, requests: fitProbes.map(probeRequest) },
  };
  try {
    const stored = await journal.once(key, async () => {
      const measured = await measure(model, signal);
      if (measured.ok) return { passed: measured.value.passed, tokensPerSecond: measured.value.tokensPerSecond };
      failure = measured.error;
      // Thrown so that the journal keeps no failure.
      throw stopped;
    });
    return ok(toFit(measurementSchema.parse(stored)));
  } catch (thrown) {
    if (failure === undefined || thrown !== stopped) throw thrown;
    return err(failure);
  }
};
