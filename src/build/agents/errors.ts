import { createFaults } from '#kernel';

/** The agents part of the error catalogue. */
export const agentsFaults = createFaults({
  AGENTS_BUDGET_EXHAUSTED: {
    what: 'The agent used up its {budget} budget ({limit}) before it had an answer.',
    why: 'The loop ends at whatever limit is reached first: steps, time or cost.',
    remedy: 'Raise that limit in the strategy, or choose a model that needs fewer steps.',
    status: 504,
    retryable: true,
  },
  AGENTS_TOOL_CALL_MALFORMED: {
    what: 'The model called tools wrongly twice: {problem}.',
    why: 'It was told what was wrong and did it again; going on would only cost.',
    remedy: 'Choose a model that is better at calling tools, or simplify the tools.',
    status: 502,
    retryable: true,
  },
});
