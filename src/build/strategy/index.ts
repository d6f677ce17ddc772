export type { CompilerDeps } from './application.ts';
export { builtInCandidates, type BuiltInOptions } from './built-in-candidates.ts';
export { createCandidate, deriveCandidate, type CandidateParts } from './create-candidate.ts';
export { createCompiler } from './create-compiler.ts';
export { strategyFaults } from './errors.ts';
export type { AnswerOptions, Application, CompileDep, Question } from './port.ts';
export { refusalTexts } from './refusals.ts';
export { strategyStage } from './stage.ts';
