/**
 * Attributes of the span `answer`, the root of every served trace. `gen_ai.*` are OpenTelemetry's names; what
 * they have no name for is `throughline.*`.
 */
export const spanAttributes = {
  operation: 'gen_ai.operation.name',
  model: 'gen_ai.request.model',
  answeredBy: 'gen_ai.response.model',
  conversation: 'gen_ai.conversation.id',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  errorType: 'error.type',
  release: 'throughline.release',
  arm: 'throughline.arm',
  candidate: 'throughline.candidate',
  rollout: 'throughline.rollout',
  refused: 'throughline.refused',
  /** True when the answer failed by itself, not because the client went away. */
  failed: 'throughline.failed',
  costNano: 'throughline.cost_nano_usd',
  actor: 'throughline.actor',
  simulated: 'throughline.simulated',
  retrieved: 'throughline.retrieved',
  /** Only when capture is on. */
  question: 'throughline.question',
  answer: 'throughline.answer',
} as const;

/** Operation of the root span of a served answer. */
export const answerOperation = 'answer';
