import { ok } from '#kernel';
import { sumCompletions, type Reason } from './task.ts';

/** Asks once. */
export const reasonDirectly: Reason = async (
  { model },
  { messages, maxTokens, temperature, seed, signal, onDelta },
) => {
  const completed = await model.complete(
    { messages, maxTokens, temperature, seed },
    { ...(signal && { signal }), ...(onDelta && { onDelta }) },
  );
  if (!completed.ok) return completed;
  return ok({ text: completed.value.text.trim(), steps: [], ...sumCompletions([completed.value]) });
};
