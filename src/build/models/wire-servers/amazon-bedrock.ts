import { badBearer, bedrockProblem, bedrockRefusal, signatureProblem } from './bedrock-errors.ts';
import { converseStream, converseWhole } from './bedrock-reply.ts';
import { checkConverse, readCohere, readTitan } from './bedrock-request.ts';
import { vectorOf } from './google.ts';
import { judgeAwsSignature, type AwsAccount } from './verify-aws-signature.ts';
import {
  createWireServer,
  isRefusal,
  type ReceivedCall,
  type WireAnswer,
  type WireScript,
  type WireServer,
} from './wire-server.ts';

export interface BedrockServerOptions {
  readonly account: Omit<AwsAccount, 'service'>;
  readonly bearerTokens?: readonly string[];
  readonly script: WireScript;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly dimensions?: number;
}

const requireCaller = (
  { request, url, text, seen: { headers } }: ReceivedCall,
  { account, bearerTokens = [], now }: BedrockServerOptions,
): void => {
  const bearer = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (bearer !== undefined) {
    if (!bearerTokens.includes(bearer)) throw badBearer();
    return;
  }
  const signed = { method: request.method, url, headers, body: text };
  const problem = judgeAwsSignature(signed, { ...account, service: 'bedrock' }, now());
  if (problem !== undefined) throw signatureProblem(problem);
};

const embed = (model: string, body: unknown, dimensions: number): Response => {
  if (model.includes('cohere.embed')) {
    const { texts, input_type: type } = readCohere(body);
    const headers = { 'x-amzn-bedrock-input-token-count': String(texts.join('').length) };
    const embeddings = texts.map((text) => vectorOf(`${type}${text}`, dimensions));
    return Response.json({ id: 'a-b-c', texts, embeddings, response_type: 'embeddings_floats' }, { headers });
  }
  const { inputText, dimensions: size = dimensions } = readTitan(body);
  const embedding = vectorOf(inputText, size);
  return Response.json({ embedding, embeddingsByType: { float: embedding }, inputTextTokenCount: inputText.length });
};

/** Bedrock's runtime: `converse`, `converse-stream` and `invoke` of embedding models. */
export const createBedrockServer = (options: BedrockServerOptions): WireServer =>
  createWireServer((call) => {
    requireCaller(call, options);
    const [, encoded = '', operation] =
      /^\/model\/([^/]+)\/(converse|converse-stream|invoke)$/.exec(call.url.pathname) ?? [];
    if (operation === undefined)
      throw bedrockProblem({ status: 404, type: 'UnknownOperationException', message: 'Unknown operation.' });
    if (operation !== 'invoke') checkConverse(call.seen.body);
    const answer: WireAnswer = (() => {
      const said = options.script(call.seen);
      if (isRefusal(said)) throw bedrockRefusal(said);
      return said;
    })();
    if (operation === 'invoke') return embed(decodeURIComponent(encoded), call.seen.body, options.dimensions ?? 256);
    return operation === 'converse' ? converseWhole(answer) : converseStream(answer, call.seen);
  });
