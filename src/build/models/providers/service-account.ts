import { createPrivateKey, sign } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type ClockDep, type Fault, type FilesDep, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { EnvironmentDep } from '../port.ts';

const usualVariables = ['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_SERVICE_ACCOUNT_JSON'];

const accountSchema = z.object({
  type: z.literal('service_account'),
  project_id: z.string().optional(),
  private_key_id: z.string().optional(),
  private_key: z.string(),
  client_email: z.string(),
  token_uri: z.url().default('https://oauth2.googleapis.com/token'),
});

export type ServiceAccount = z.infer<typeof accountSchema>;

/** Where the credentials are: a variable, and its value, which is JSON or a path. */
export interface CredentialSource {
  readonly variable: string;
  readonly value: string;
}

export const findCredentials = (
  { environment }: EnvironmentDep,
  { id, endpoint }: ModelCard,
): Result<CredentialSource, Fault> => {
  const names = endpoint?.apiKeyEnv === undefined ? usualVariables : [endpoint.apiKeyEnv];
  const found = names
    .map((variable) => ({ variable, value: environment.read(variable)?.trim() ?? '' }))
    .find(({ value }) => value !== '');
  return found === undefined ? err(fault('MODELS_KEY_MISSING', { id, variable: names[0] ?? '' })) : ok(found);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads a service account, from the variable itself or from the file that it names. */
export const readServiceAccount = async (
  { files }: Partial<FilesDep>,
  { id }: ModelCard,
  { variable, value }: CredentialSource,
): Promise<Result<ServiceAccount, Fault>> => {
  const unusable = (message: string) => err(fault('MODELS_CREDENTIALS_UNUSABLE', { id, variable, message }));
  const text = value.startsWith('{') ? value : await files?.readText(value).catch(() => undefined);
  if (text === undefined) return unusable(`${variable} names a file that cannot be read.`);
  const parsed = accountSchema.safeParse(parse(text));
  return parsed.success ? ok(parsed.data) : unusable(`What ${variable} gives is not the JSON of a service account.`);
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Google takes at most an hour. */
const lifetimeSeconds = 3600;

/** The signed claim that is exchanged for an access token (RFC 7523); undefined when the private key cannot be read. */
export const signedClaim = ({ clock }: ClockDep, account: ServiceAccount): string | undefined => {
  const seconds = Math.floor(clock.now() / 1000);
  const header = { alg: 'RS256', typ: 'JWT', ...(account.private_key_id && { kid: account.private_key_id }) };
  const claim = {
    iss: account.client_email,
    scope: 'https://www.googleapis.com/auth/cloud-platform',
    aud: account.token_uri,
    iat: seconds,
    exp: seconds + lifetimeSeconds,
  };
  const content = `${part(header)}.${part(claim)}`;
  try {
    const signature = sign('sha256', Buffer.from(content), createPrivateKey(account.private_key));
    return `${content}.${signature.toString('base64url')}`;
  } catch {
    return undefined;
  }
};
