import { traceparent } from '../../observe/trace-context.ts';

type Headers = Readonly<Record<string, string>>;

/** What a client may tell the provider; everything else is between it and us. */
const toProvider = [
  'anthropic-beta',
  'anthropic-version',
  'idempotency-key',
  'openai-beta',
  'user-agent',
  'x-client-request-id',
] as const;

/** Headers of a call to a provider before it is signed. No compression: the bytes are looked at as they pass. */
export const requestHeaders = (
  client: Headers,
  { stream, ...span }: { readonly stream: boolean; readonly traceId: string; readonly spanId: string },
): Headers => {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: stream ? 'text/event-stream' : 'application/json',
    'accept-encoding': 'identity',
    traceparent: traceparent(span),
  };
  for (const name of toProvider) {
    const value = client[name];
    if (value !== undefined) headers[name] = value;
  }
  return headers;
};

/** Of this connection only, replaced by our own, or about the account of whoever runs the gateway. */
const kept = new Set([
  'alt-svc',
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'keep-alive',
  'nel',
  'openai-organization',
  'openai-project',
  'proxy-authenticate',
  'proxy-connection',
  'report-to',
  'server',
  'set-cookie',
  'strict-transport-security',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'vary',
  'via',
]);
const keptFamilies = ['x-ratelimit-', 'anthropic-ratelimit-', 'access-control-', 'cf-', 'x-throughline-', 'x-envoy-'];

const isKept = (name: string): boolean => kept.has(name) || keptFamilies.some((family) => name.startsWith(family));

/** The verdict on a name never changes, and there are few names. */
const verdicts = new Map<string, boolean>();
const maximumVerdicts = 1_000;

const isForwarded = (name: string): boolean => {
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  const verdict = !isKept(name);
  if (verdicts.size < maximumVerdicts) verdicts.set(name, verdict);
  return verdict;
};

/** What the client sees of the provider's headers; added to `own`, which wins. */
export const responseHeaders = (provider: Headers, own: Headers): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const name in provider) {
    const value = provider[name];
    if (value !== undefined && isForwarded(name)) headers[name] = value;
  }
  return Object.assign(headers, own);
};
