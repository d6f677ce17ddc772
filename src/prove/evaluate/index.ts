export { evaluateStage, type EvaluateDeps } from './stage.ts';
export { evaluateFaults } from './errors.ts';
export { answerCases, type AnswerCasesDeps, type AnswerCasesInput } from './answer-cases.ts';
export {
  developmentCases,
  scoreCandidate,
  type DevelopmentCase,
  type DevelopmentCases,
  type OpenedSealed,
  type ScoreCandidateInput,
} from './score-candidate.ts';
export { markAnswer } from './mark-answer.ts';
export { makeScorecard, type ScorecardInput } from './make-scorecard.ts';
export { checkKpis, meetsTarget } from './check-kpis.ts';
export { evaluateDev, type DevEvaluation, type EvaluateDevDeps, type EvaluateDevInput } from './evaluate-dev.ts';
export { formatEstimate, formatInterval, formatValue } from './format-estimate.ts';
export { alignRows, renderScorecard } from './render-scorecard.ts';
export { forbiddenIn } from './scorers/forbidden-text.ts';
export { openSealed, type OpenSealedInput, type SealedUse } from './open-sealed.ts';
export { parseCaseFile } from './parse-case-file.ts';
