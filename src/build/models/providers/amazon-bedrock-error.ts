import { z } from 'zod';
import type { WireError } from '../provider-wire.ts';
import { retryAfterMs } from './http-fault.ts';

const bodySchema = z.object({
  message: z.string().optional().catch(undefined),
  Message: z.string().optional().catch(undefined),
  __type: z.string().optional().catch(undefined),
});

type Body = z.infer<typeof bodySchema>;

const parse = (body: Uint8Array): Body => {
  try {
    return bodySchema.safeParse(JSON.parse(new TextDecoder().decode(body))).data ?? {};
  } catch {
    return {};
  }
};

const kinds: Readonly<Record<string, WireError['kind']>> = {
  ThrottlingException: 'limit',
  TooManyRequestsException: 'limit',
  ServiceQuotaExceededException: 'limit',
  ModelNotReadyException: 'overloaded',
  ServiceUnavailableException: 'overloaded',
  InternalServerException: 'failed',
  ModelErrorException: 'failed',
  ModelStreamErrorException: 'failed',
  ModelTimeoutException: 'failed',
  AccessDeniedException: 'credentials',
  ExpiredTokenException: 'credentials',
  UnrecognizedClientException: 'credentials',
  InvalidSignatureException: 'credentials',
  IncompleteSignatureException: 'credentials',
  MissingAuthenticationTokenException: 'credentials',
};

const kindOfStatus = (status: number): WireError['kind'] => {
  if (status === 401 || status === 403) return 'credentials';
  if (status === 429) return 'limit';
  if (status === 503) return 'overloaded';
  return status >= 500 ? 'failed' : 'invalid';
};

const isTooLong = (message: string): boolean =>
  /input is too long|too many input tokens|maximum context length|exceeds? the (?:maximum|model'?s) .{0,40}(?:tokens|length)|prompt is too long/i.test(
    message,
  );

const kindOf = (type: string, status: number, message: string): WireError['kind'] => {
  const kind = kinds[type] ?? kindOfStatus(status);
  if (kind !== 'invalid') return kind;
  if (isTooLong(message)) return 'context';
  return /content filter|blocked by .{0,40}policy/i.test(message) ? 'policy' : 'invalid';
};

/** `ThrottlingException:http://…` in a header, or `com.amazon#ThrottlingException` in the body. */
const nameOf = (type: string): string => /([A-Za-z]+)$/.exec(type.split(':')[0] ?? '')?.[1] ?? '';

/** What an error of Bedrock means: its name is in `x-amzn-errortype`, its words are in the body. */
export const readBedrockError = (
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): WireError => {
  const { message, Message, __type: type = '' } = parse(body);
  const name = nameOf(headers['x-amzn-errortype'] ?? type);
  const text = (message ?? Message ?? '').slice(0, 2000);
  const wait = retryAfterMs(headers['retry-after'] ?? null, 0);
  return {
    kind: kindOf(name, status, text),
    message: [name, text].filter((part) => part !== '').join(': ') || `HTTP ${status}`,
    ...(wait === 0 ? {} : { retryAfterMs: wait }),
  };
};
