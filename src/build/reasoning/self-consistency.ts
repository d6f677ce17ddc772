import { ok } from '#kernel';
import type { Completion } from '#build/models/contract';
import type { Reasoning } from './contract.ts';
import { sumCompletions, type Reason } from './task.ts';
import { majorityVote } from './vote.ts';

/** Samples answers with different seeds and votes; stops as soon as `agreeing` of them agree. */
export const reasonBySelfConsistency =
  ({ samples, agreeing, temperature }: Extract<Reasoning, { readonly kind: 'self-consistency' }>): Reason =>
  async ({ model }, { messages, maxTokens, seed, signal }) => {
    const completions: Completion[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      const completed = await model.complete(
        { messages, maxTokens, temperature, seed: seed + sample },
        { ...(signal && { signal }) },
      );
      if (!completed.ok) return completed;
      completions.push(completed.value);
      if (majorityVote(completions.map(({ text }) => text)).votes >= agreeing) break;
    }
    const answers = completions.map(({ text }) => text.trim());
    return ok({ text: majorityVote(answers).winner, steps: answers, ...sumCompletions(completions) });
  };
