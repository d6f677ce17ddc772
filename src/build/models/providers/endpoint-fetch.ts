import { FaultError, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import type { ProviderWire, WireDeps } from '../provider-wire.ts';

export interface Endpoint {
  readonly card: ModelCard;
  /** Everything below it may be called; nothing else gets a request, and so no credentials. */
  readonly baseUrl: string;
  readonly sign: ProviderWire['sign'];
}

const maximumBytes = 64 * 1024 * 1024;
const encoder = new TextEncoder();

const bytesOf = (body: unknown): Uint8Array => {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return encoder.encode(body);
  if (body instanceof Uint8Array) return body;
  throw new TypeError('Only text and bytes are sent to this provider.');
};

/** Ends an answer with an error once it is larger than any answer of a model can be. */
const limitBody = (response: Response): Response => {
  if (response.body === null) return response;
  let seen = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => {
      seen += piece.length;
      if (seen > maximumBytes) controller.error(new Error(`The answer is larger than ${maximumBytes} bytes.`));
      else controller.enqueue(piece);
    },
  });
  return new Response(response.body.pipeThrough(limit), response);
};

const valueOf = (
  signed: Result<{ readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array }, Fault>,
) => {
  if (!signed.ok) throw new FaultError(signed.error);
  return signed.value;
};

/**
 * The `fetch` that a library of the AI SDK gets: it signs with our credentials, calls one place only and follows no
 * redirect. Credentials that the library put into the headers are replaced.
 */
export const endpointFetch =
  (deps: WireDeps, { card, baseUrl, sign }: Endpoint): typeof globalThis.fetch =>
  async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith(`${baseUrl}/`)) throw new Error(`${new URL(url).origin} is not the endpoint of ${card.id}.`);
    const { authorization: _, 'x-goog-api-key': __, ...headers } = Object.fromEntries(new Headers(init.headers));
    const request = { method: 'POST', url, headers, body: bytesOf(init.body) } as const;
    const signed = valueOf(await sign(deps, card, request));
    const response = await deps.http.fetch(url, {
      ...init,
      method: 'POST',
      headers: signed.headers,
      body: new Uint8Array(signed.body),
      redirect: 'error',
    });
    return limitBody(response);
  };
