export { guardrailsFaults } from './errors.ts';
export { guardInput, type GuardedInput } from './guard-input.ts';
export {
  blockedAnswerText,
  createOutputGuard,
  guardOutput,
  type GuardedOutput,
  type OutputGuard,
} from './guard-output.ts';
export { findInjectionSignals } from './injection-signals.ts';
export { rewriteLinks, type LinkState, type RewrittenLinks } from './rewrite-links.ts';
export { guardrailsStage } from './stage.ts';
