import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import assert from 'node:assert/strict';
import type { ModelCard, Usage } from './contract.ts';
import type { ProviderWire, WireDeps, WireError } from './provider-wire.ts';
import type { SeenCall, WireAnswer, WireRefusal } from './wire-servers/wire-server.ts';

/** A wire that is open, and what it talks to. */
export interface OpenWire {
  readonly wire: ProviderWire;
  readonly card: ModelCard;
  readonly deps: WireDeps;
  readonly calls: readonly SeenCall[];
}

export interface WireUnderTest {
  readonly name: string;
  readonly open: (script: (call: SeenCall) => WireAnswer | WireRefusal) => Promise<OpenWire>;
  /** Credentials that the provider refuses. */
  readonly wrongDeps: (deps: WireDeps) => WireDeps;
  readonly price: ModelCard['price'];
  /** What it reports of a call, and what that costs at `price`, counted by hand. */
  readonly golden: readonly { readonly name: string; readonly usage: Usage; readonly costNano: number }[];
  /** What its errors are read as; what is absent is read as its own name says. */
  readonly kinds?: Partial<Readonly<Record<WireRefusal['refuse'], WireError['kind']>>>;
  /** False where thoughts are not told. */
  readonly thinksAloud?: boolean;
  /** The wait that it asks for with `limit` is heard. */
  readonly tellsWait: boolean;
  /** The image of the test, where it stands in a request. */
  readonly imageIn: (body: unknown) => unknown;
}

export const ask = (text = 'Say hello.'): LanguageModelV4CallOptions => ({
  prompt: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text }] },
  ],
  maxOutputTokens: 100,
  temperature: 0,
});

export const modelOf = ({ wire, deps, card }: OpenWire): LanguageModelV4 => {
  const opened = wire.languageModel?.(deps, card);
  assert.ok(opened?.ok === true);
  return opened.value;
};

export const partsOf = async (
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
): Promise<readonly LanguageModelV4StreamPart[]> => {
  const parts: LanguageModelV4StreamPart[] = [];
  for await (const part of (await model.doStream(options)).stream) parts.push(part);
  return parts;
};

export const deltasOf = (parts: readonly LanguageModelV4StreamPart[], type: 'text-delta' | 'reasoning-delta') =>
  parts.flatMap((part) => (part.type === type && part.delta !== '' ? [part.delta] : []));

export const thrownBy = async (run: PromiseLike<unknown>): Promise<unknown> =>
  run.then(
    () => undefined,
    (reason: unknown) => reason,
  );

export const isWholeEnd = (parts: readonly LanguageModelV4StreamPart[]): boolean =>
  parts.every(({ type }) => type !== 'error') &&
  parts.some((part) => part.type === 'finish' && !['error', 'interrupted'].includes(part.finishReason.unified));
