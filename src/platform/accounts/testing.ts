import type { Account } from '#run/serve';

/** An account of a call that went well. */
export const testAccount = (id: string, given: Partial<Account> = {}): Account => ({
  id,
  traceId: '0123456789abcdef0123456789abcdef',
  at: Date.UTC(2026, 0, 1),
  keyId: 'key-1',
  organisation: 'acme',
  team: 'search',
  endUser: 'user-17',
  route: 'fast',
  model: 'gpt-small',
  provider: 'openai',
  dialect: 'openai-chat',
  outcome: 'ok',
  status: 200,
  attempts: 1,
  usage: { inputTokens: 1200, cachedInputTokens: 200, outputTokens: 300 },
  estimated: false,
  costNano: 1_500_000,
  durationMs: 812.5,
  firstByteMs: 120.25,
  ...given,
});
