import { builtInCandidates } from '#build/strategy';
import type { Project } from '../project.ts';

/** The strategy that needs neither a chat model nor embeddings. */
const wordSearch = 'extractive-bm25';

/**
 * The same project cut down to what can answer within a minute: word search and quoting. It goes through the
 * same stages and the same gates, so what it releases is a real release; the whole project then has to beat it.
 */
export const firstAnswerProject = (project: Project): Project => {
  const guardrails = { input: [], output: [] };
  const others = builtInCandidates({ chatModelIds: ['any'], tools: ['any'], guardrails })
    .map(({ name }) => name)
    .filter((name) => name !== wordSearch);
  return {
    ...project,
    models: { ...project.models, chat: [], embedding: ['word-hash'], generative: false },
    strategy: { ...project.strategy, candidates: [], without: others },
    evaluate: { ...project.evaluate, baseline: wordSearch },
    optimise: { ...project.optimise, enabled: false },
  };
};
