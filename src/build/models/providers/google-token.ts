import { z } from 'zod';
import { err, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import { createLru } from '../lru.ts';
import type { WireDeps } from '../provider-wire.ts';
import { httpFault } from './http-fault.ts';
import { findCredentials, readServiceAccount, signedClaim, type CredentialSource } from './service-account.ts';

interface Token {
  readonly value: string;
  /** Monotonic milliseconds. */
  readonly expiresAt: number;
}

interface Held {
  token: Token | undefined;
  fetching: Promise<Result<Token, Fault>> | undefined;
  failure: Fault | undefined;
  /** After a failure nothing is asked before then. */
  nextTryAt: number;
}

const timeoutMs = 10_000;
/** A token is not used any more this long before it expires, and is renewed this long before. */
const marginMs = 60_000;
const renewAheadMs = 300_000;
const pauseAfterFailureMs = 2_000;
const keptAccounts = 64;

const grantSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().max(86_400) });
const errorSchema = z.object({ error: z.string(), error_description: z.string().default('') });

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const exchange = async (
  { http }: WireDeps,
  url: string,
  assertion: string,
): Promise<{ readonly status: number; readonly text: string }> => {
  const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  const response = await http.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, text: await response.text() };
};

const refusal = (id: string, status: number, text: string): Fault => {
  const said = errorSchema.safeParse(parse(text)).data;
  if (said === undefined) return httpFault(id, status, text);
  const message = `${said.error}: ${said.error_description}`.slice(0, 300);
  return fault('MODELS_UNAUTHORISED', { id, httpStatus: status, message });
};

/** Gets a new token. What was read of the account is not kept: its file may have been replaced. */
const getToken = async (deps: WireDeps, card: ModelCard, source: CredentialSource): Promise<Result<Token, Fault>> => {
  const { id } = card;
  const account = await readServiceAccount(deps, card, source);
  if (!account.ok) return account;
  const claim = signedClaim(deps, account.value);
  if (claim === undefined) {
    const message = 'Its private key cannot be read.';
    return err(fault('MODELS_CREDENTIALS_UNUSABLE', { id, variable: source.variable, message }));
  }
  const askedAt = deps.clock.monotonic();
  try {
    const { status, text } = await exchange(deps, account.value.token_uri, claim);
    const granted = grantSchema.safeParse(parse(text));
    if (status !== 200 || !granted.success) return err(refusal(id, status, text));
    return ok({ value: granted.data.access_token, expiresAt: askedAt + granted.data.expires_in * 1000 });
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return err(fault('MODELS_UNREACHABLE', { id, message: `The token endpoint did not answer: ${message}` }));
  }
};

export interface TokenSource {
  /** At once while a token holds; a promise only where one has to be fetched. */
  readonly token: (deps: WireDeps, card: ModelCard) => Result<string, Fault> | Promise<Result<string, Fault>>;
}

/**
 * Access tokens of service accounts: fetched once for everybody who waits, renewed before they expire while the old one
 * is used, and kept by the value of the variable that holds the credentials.
 */
export const createTokenSource = (): TokenSource => {
  const held = createLru<Held>(keptAccounts);

  const heldFor = ({ value }: CredentialSource): Held => {
    const known = held.get(value);
    if (known !== undefined) return known;
    const fresh: Held = { token: undefined, fetching: undefined, failure: undefined, nextTryAt: 0 };
    held.set(value, fresh);
    return fresh;
  };

  const renew = (deps: WireDeps, card: ModelCard, source: CredentialSource): Promise<Result<Token, Fault>> => {
    const state = heldFor(source);
    state.fetching ??= getToken(deps, card, source).then((result) => {
      state.fetching = undefined;
      state.failure = result.ok ? undefined : result.error;
      if (result.ok) state.token = result.value;
      else state.nextTryAt = deps.clock.monotonic() + pauseAfterFailureMs;
      return result;
    });
    return state.fetching;
  };

  return {
    token: (deps, card) => {
      const source = findCredentials(deps, card);
      if (!source.ok) return source;
      const { token, failure, nextTryAt } = heldFor(source.value);
      const now = deps.clock.monotonic();
      const mayAsk = failure === undefined || now >= nextTryAt;
      if (token === undefined || now >= token.expiresAt - marginMs) {
        if (!mayAsk) return err(failure);
        return renew(deps, card, source.value).then((result) => (result.ok ? ok(result.value.value) : result));
      }
      if (now >= token.expiresAt - renewAheadMs && mayAsk) void renew(deps, card, source.value);
      return ok(token.value);
    },
  };
};
