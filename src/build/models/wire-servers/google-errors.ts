import type { Json } from '#kernel';
import { WireProblem, type WireRefusal } from './wire-server.ts';

interface Status {
  readonly code: number;
  readonly status: string;
  readonly message: string;
  readonly details?: readonly Json[];
}

const errorInfo = (reason: string, service: string): Json => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata: { service },
});

const retryInfo = (milliseconds: number): Json => ({
  '@type': 'type.googleapis.com/google.rpc.RetryInfo',
  retryDelay: `${milliseconds / 1000}s`,
});

const quotaFailure = (per: 'Minute' | 'Day'): Json => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [
    {
      quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
      quotaId: `GenerateRequestsPer${per}PerProjectPerModel-FreeTier`,
      quotaDimensions: { location: 'global', model: 'gemini-2.5-flash' },
      quotaValue: '10',
    },
  ],
});

/** `google.rpc.Status` as JSON, the body of every error of a Google API. */
export const googleStatus = ({ code, status, message, details = [] }: Status): Json => ({
  error: { code, message, status, ...(details.length === 0 ? {} : { details: [...details] }) },
});

export const googleProblem = (status: Status, headers: Readonly<Record<string, string>> = {}): WireProblem =>
  new WireProblem(
    new Response(JSON.stringify(googleStatus(status), null, 2), {
      status: status.code,
      headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    }),
  );

export const invalidArgument = (message: string, details: readonly Json[] = []): WireProblem =>
  googleProblem({ code: 400, status: 'INVALID_ARGUMENT', message, details });

export const missingApiKey = (): WireProblem =>
  googleProblem({
    code: 403,
    status: 'PERMISSION_DENIED',
    message:
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
  });

export const badApiKey = (): WireProblem =>
  invalidArgument('API key not valid. Please pass a valid API key.', [
    errorInfo('API_KEY_INVALID', 'generativelanguage.googleapis.com'),
    {
      '@type': 'type.googleapis.com/google.rpc.LocalizedMessage',
      locale: 'en-US',
      message: 'API key not valid. Please pass a valid API key.',
    },
  ]);

export const badAccessToken = (): WireProblem =>
  googleProblem(
    {
      code: 401,
      status: 'UNAUTHENTICATED',
      message:
        'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
      details: [errorInfo('ACCESS_TOKEN_TYPE_UNSUPPORTED', 'aiplatform.googleapis.com')],
    },
    { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
  );

export const noSuchMethod = (path: string): WireProblem =>
  googleProblem({ code: 404, status: 'NOT_FOUND', message: `${path} is not found or is not supported.` });

const exhausted = (per: 'Minute' | 'Day', delay: number): Status => ({
  code: 429,
  status: 'RESOURCE_EXHAUSTED',
  message: `You exceeded your current quota, please check your plan and billing details. Please retry in ${delay / 1000}s.`,
  details: [quotaFailure(per), retryInfo(delay)],
});

const refusals: Readonly<Record<WireRefusal['refuse'], (delay: number) => Status>> = {
  limit: (delay) => exhausted('Minute', delay),
  quota: (delay) => exhausted('Day', delay),
  overloaded: () => ({
    code: 503,
    status: 'UNAVAILABLE',
    message: 'The model is overloaded. Please try again later.',
  }),
  failed: () => ({
    code: 500,
    status: 'INTERNAL',
    message: 'An internal error has occurred. Please retry.',
  }),
  context: () => ({
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
  }),
  invalid: () => ({ code: 400, status: 'INVALID_ARGUMENT', message: 'Request contains an invalid argument.' }),
};

export const googleRefusal = ({ refuse, retryAfterMs = 2000 }: WireRefusal): WireProblem =>
  googleProblem(refusals[refuse](retryAfterMs));
