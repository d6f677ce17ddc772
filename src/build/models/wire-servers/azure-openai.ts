import { answerChat, openAiUsage, type ChatFlavour } from './openai-chat-reply.ts';
import { chatRequestSchema } from './openai-chat-request.ts';
import { jsonProblem, openAiProblem, openAiRefusal } from './openai-errors.ts';
import { answerEmbeddings } from './openai-other.ts';
import { answerResponses } from './openai-responses-reply.ts';
import { responsesRequestSchema } from './openai-responses-request.ts';
import { askedOf, checkChat, read, withHeaders } from './openai.ts';
import {
  createWireServer,
  isRefusal,
  type ReceivedCall,
  type WireAnswer,
  type WireProblem,
  type WireRefusal,
  type WireScript,
  type WireServer,
} from './wire-server.ts';

export interface AzureServerOptions {
  readonly apiKeys: readonly string[];
  readonly script: WireScript;
  readonly deployments: readonly string[];
  readonly apiVersions: readonly string[];
  readonly dimensions?: number;
}

const verdict = { filtered: false, severity: 'safe' };
const filters = { hate: verdict, self_harm: verdict, sexual: verdict, violence: verdict };

const flavour: ChatFlavour = {
  head: (model) => ({ id: 'chatcmpl-Azure', created: 1_764_000_000, model, system_fingerprint: 'fp_azure' }),
  usage: openAiUsage,
  usageIn: 'own-chunk',
  saysNullUsage: true,
  choice: { content_filter_results: filters },
  answer: { prompt_filter_results: [{ prompt_index: 0, content_filter_results: filters }] },
};

const refuse = ({ refuse: kind, retryAfterMs = 2000 }: WireRefusal): WireProblem => {
  const seconds = Math.ceil(retryAfterMs / 1000);
  if (kind === 'limit')
    return jsonProblem(
      429,
      {
        error: {
          code: '429',
          message: `Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after ${seconds} seconds.`,
        },
      },
      { 'retry-after': String(seconds), 'retry-after-ms': String(retryAfterMs), 'x-ratelimit-remaining-tokens': '0' },
    );
  if (kind === 'overloaded')
    return jsonProblem(503, {
      error: { code: 'ServiceUnavailable', message: 'The service is temporarily unable to process your request.' },
    });
  return openAiRefusal({ refuse: kind, retryAfterMs });
};

/** What Azure says when its filter holds a prompt back. */
export const azureFilterProblem = (): WireProblem =>
  jsonProblem(400, {
    error: {
      message:
        "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.",
      type: null,
      param: 'prompt',
      code: 'content_filter',
      status: 400,
      innererror: {
        code: 'ResponsibleAIPolicyViolation',
        content_filter_result: { ...filters, violence: { filtered: true, severity: 'medium' } },
      },
    },
  });

const requireKey = ({ seen: { headers } }: ReceivedCall, apiKeys: readonly string[]): void => {
  if (apiKeys.includes(headers['api-key'] ?? '')) return;
  throw jsonProblem(401, {
    error: {
      code: '401',
      message:
        'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
    },
  });
};

const noDeployment = (): WireProblem =>
  jsonProblem(404, {
    error: {
      code: 'DeploymentNotFound',
      message:
        'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    },
  });

interface Operation {
  readonly deployment: string | undefined;
  readonly path: string;
}

const operationOf = ({ url }: ReceivedCall, { apiVersions }: AzureServerOptions): Operation => {
  const { pathname, searchParams } = url;
  const [, v1Path] = /^\/openai\/v1\/(.+)$/.exec(pathname) ?? [];
  if (v1Path !== undefined) return { deployment: undefined, path: v1Path };
  const [, deployment, path] = /^\/openai\/deployments\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  if (path === undefined || !apiVersions.includes(searchParams.get('api-version') ?? ''))
    throw jsonProblem(404, { error: { code: '404', message: 'Resource not found' } });
  return { deployment, path };
};

const limits = {
  'x-ratelimit-remaining-requests': '79',
  'x-ratelimit-remaining-tokens': '79000',
  'apim-request-id': 'b7a1',
};

/** Azure OpenAI: deployments in the path with an `api-version`, and `/openai/v1`. */
export const createAzureServer = (options: AzureServerOptions): WireServer => {
  const said = ({ seen }: ReceivedCall): WireAnswer => {
    const answer = options.script(seen);
    if (isRefusal(answer)) throw refuse(answer);
    return answer;
  };
  const requireDeployment = (name: string): void => {
    if (!options.deployments.includes(name)) throw noDeployment();
  };
  return createWireServer((call) => {
    requireKey(call, options.apiKeys);
    const { deployment, path } = operationOf(call, options);
    const { seen } = call;
    if (path === 'chat/completions') {
      const request = read(chatRequestSchema, call);
      requireDeployment(deployment ?? request.model);
      checkChat(request);
      return withHeaders(answerChat(flavour, askedOf(request), { answer: said(call), seen }), limits);
    }
    if (path === 'responses' && deployment === undefined) {
      const { model, stream } = read(responsesRequestSchema, call);
      requireDeployment(model);
      return answerResponses({ model, stream: stream === true }, { answer: said(call), seen });
    }
    if (path !== 'embeddings')
      throw openAiProblem(404, { message: 'Resource not found', type: 'invalid_request_error' });
    said(call);
    return answerEmbeddings(seen, options.dimensions ?? 8);
  });
};
