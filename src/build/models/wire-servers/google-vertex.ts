import { z } from 'zod';
import { answerAnthropic } from './anthropic-on-vertex.ts';
import { answerGemini, scripted, vectorOf } from './google.ts';
import { badAccessToken, googleProblem, invalidArgument, noSuchMethod } from './google-errors.ts';
import { answerOpenAiChat, wrapOpenAiErrors } from './google-openai.ts';
import { createWireServer, type ReceivedCall, type WireScript, type WireServer } from './wire-server.ts';

export interface VertexServerOptions {
  readonly project: string;
  readonly location: string;
  readonly accepts: (token: string) => boolean;
  readonly script: WireScript;
  readonly dimensions?: number;
}

const predictSchema = z.strictObject({
  instances: z
    .array(
      z.strictObject({ content: z.string().min(1), task_type: z.string().optional(), title: z.string().optional() }),
    )
    .min(1)
    .max(250),
  parameters: z
    .strictObject({ outputDimensionality: z.number().int().optional(), autoTruncate: z.boolean().optional() })
    .optional(),
});

const requireToken = ({ seen: { headers } }: ReceivedCall, { accepts }: VertexServerOptions): void => {
  const token = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (token === undefined || headers['x-goog-api-key'] !== undefined || !accepts(token)) throw badAccessToken();
};

const requirePlace = ({ project, location }: VertexServerOptions, [, inProject, inLocation]: readonly string[]) => {
  if (inProject !== project)
    throw googleProblem({
      code: 403,
      status: 'PERMISSION_DENIED',
      message: `Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/${inProject}' (or it may not exist).`,
    });
  if (inLocation !== location) throw invalidArgument(`Publisher Model is not servable in region ${inLocation}.`);
};

const predict = ({ seen: { body } }: ReceivedCall, dimensions: number): Response => {
  const request = predictSchema.safeParse(body);
  if (!request.success) throw invalidArgument('Request contains an invalid argument.');
  const size = request.data.parameters?.outputDimensionality ?? dimensions;
  return Response.json({
    predictions: request.data.instances.map(({ content, task_type: task = '' }) => ({
      embeddings: {
        values: vectorOf(`${task}${content}`, size),
        statistics: { token_count: Math.ceil(content.length / 4), truncated: false },
      },
    })),
  });
};

const place = /^\/v1(?:beta1)?\/projects\/([\w-]+)\/locations\/([\w-]+)\/(.+)$/;

/** Vertex AI: Gemini, text embeddings, Anthropic's models and the OpenAI-compatible endpoint. */
export const createVertexServer = (options: VertexServerOptions): WireServer =>
  createWireServer((call) => {
    const matched = place.exec(call.url.pathname);
    if (matched === null) throw noSuchMethod(call.url.pathname);
    const answer = (): Response => {
      requireToken(call, options);
      requirePlace(options, matched);
      const rest = matched[3] ?? '';
      if (rest === 'endpoints/openapi/chat/completions') return answerOpenAiChat(scripted(options, call), call.seen);
      const [, publisher, model = '', method = ''] =
        /^publishers\/(google|anthropic)\/models\/([\w.@-]+):(\w+)$/.exec(rest) ?? [];
      if (publisher === 'anthropic') return answerAnthropic(scripted(options, call), call.seen, { model, method });
      if (publisher === undefined) throw noSuchMethod(call.url.pathname);
      if (method !== 'predict') return answerGemini(options, call, { model, method });
      scripted(options, call);
      return predict(call, options.dimensions ?? 8);
    };
    return call.url.pathname.includes('/openapi/') ? wrapOpenAiErrors(answer) : answer();
  });
