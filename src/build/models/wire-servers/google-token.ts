import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { createWireServer, type ReceivedCall, type WireServer } from './wire-server.ts';

export interface TokenServerOptions {
  /** PEM. */
  readonly publicKey: string;
  readonly clientEmail: string;
  /** What `aud` must name: the address of the endpoint as clients know it. */
  readonly audience: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly lifetimeSeconds?: number;
  /** Waited for before each answer. */
  readonly delay?: () => Promise<void>;
  /** True: it answers 503. */
  readonly isDown?: () => boolean;
}

export interface TokenServer extends WireServer {
  /** Whether a token was issued here and still holds. */
  readonly accepts: (token: string) => boolean;
}

const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const headerSchema = z.strictObject({ alg: z.literal('RS256'), typ: z.literal('JWT'), kid: z.string().optional() });
const claimsSchema = z.strictObject({
  iss: z.string(),
  scope: z.string().includes('https://www.googleapis.com/auth/cloud-platform'),
  aud: z.string(),
  iat: z.number().int(),
  exp: z.number().int(),
});

const refuse = (status: number, error: string, description: string): Response =>
  Response.json({ error, error_description: description }, { status });

const decode = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
};

/** What is wrong with a signed claim, as the endpoint says it; undefined when nothing is. */
const judgeJwt = (jwt: string, options: TokenServerOptions): string | undefined => {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const key = createPublicKey(options.publicKey);
  const isSigned = verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'));
  if (!isSigned || !headerSchema.safeParse(decode(header)).success) return 'Invalid JWT Signature.';
  const parsed = claimsSchema.safeParse(decode(claims));
  if (!parsed.success) return 'Invalid JWT: Required claims are missing or unknown.';
  const { iss, aud, iat, exp } = parsed.data;
  if (iss !== options.clientEmail) return 'Invalid grant: account not found';
  if (aud !== options.audience()) return 'Invalid JWT: Failed audience check.';
  const seconds = options.now() / 1000;
  const isFresh = Math.abs(seconds - iat) <= 300 && exp > seconds && exp - iat <= 3600;
  return isFresh
    ? undefined
    : 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.';
};

const assertionOf = ({ text, seen: { headers } }: ReceivedCall): string | undefined => {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const form = new URLSearchParams(text);
  return isForm && form.get('grant_type') === grant ? (form.get('assertion') ?? '') : undefined;
};

/** Google's OAuth 2.0 token endpoint for service accounts: it checks the signature with the public key. */
export const createTokenServer = (options: TokenServerOptions): TokenServer => {
  const { lifetimeSeconds = 3599, delay, isDown } = options;
  const issued = new Map<string, number>();
  const server = createWireServer(async (call) => {
    await delay?.();
    if (isDown?.() === true) return new Response('', { status: 503 });
    const jwt = assertionOf(call);
    if (jwt === undefined) return refuse(400, 'unsupported_grant_type', `Invalid grant_type`);
    const problem = judgeJwt(jwt, options);
    if (problem !== undefined) return refuse(400, 'invalid_grant', problem);
    const token = `ya29.c.${issued.size + 1}`;
    issued.set(token, options.now() + lifetimeSeconds * 1000);
    return Response.json({ access_token: token, expires_in: lifetimeSeconds, token_type: 'Bearer' });
  });
  return { ...server, accepts: (token) => (issued.get(token) ?? 0) > options.now() };
};
