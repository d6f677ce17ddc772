import type { Json } from '#kernel';
import { isObject, objectOf } from './json-value.ts';
import type { JsonObject, Modality, TokenEstimate } from './port.ts';
import { walkContent } from './walk-content.ts';

const bytesPerToken = 4;
/** What a large image costs at the vendors that publish a formula: 765 (OpenAI, 1024 px) to 1,600 (Anthropic). */
const tokensPerImage = 1_000;
/** Characters of base64 for one token: a page of PDF is about 60 KB and 1,500 tokens; a second of MP3 16 KB and 32. */
const charactersPerToken = { file: 50, audio: 500 } as const;

const textsIn = (part: JsonObject): readonly string[] =>
  Object.values(part)
    .flatMap((value) => (isObject(value) ? Object.values(value) : [value]))
    .filter((value) => typeof value === 'string');

const tokensOfPart = (modality: Modality, part: JsonObject): number => {
  if (modality === 'image' || modality === 'text') return tokensPerImage;
  const length = Math.max(0, ...textsIn(part).map((text) => text.length));
  const isText = objectOf(part['source'])['type'] === 'text';
  return Math.ceil(length / (isText ? bytesPerToken : charactersPerToken[modality]));
};

const positive = (value: Json | undefined): number | undefined =>
  typeof value === 'number' && value > 0 && value < 1e9 ? Math.ceil(value) : undefined;

/** Estimates a call from the lengths of its texts and the maximum that it asks for. */
export const estimateTokens = (body: JsonObject): TokenEstimate => {
  let [bytes, tokens] = [0, 0];
  walkContent(body, {
    text: (text) => void (bytes += Buffer.byteLength(text)),
    part: (modality, part) => void (tokens += tokensOfPart(modality, part)),
  });
  const maximum =
    positive(body['max_completion_tokens']) ?? positive(body['max_output_tokens']) ?? positive(body['max_tokens']);
  return {
    inputTokens: Math.ceil(bytes / bytesPerToken) + tokens,
    maximumOutputTokens: maximum === undefined ? undefined : maximum * (positive(body['n']) ?? 1),
  };
};

/** What the model must be able to read. */
export const modalitiesOf = (body: JsonObject): ReadonlySet<Modality> => {
  const found = new Set<Modality>(['text']);
  walkContent(body, { text: () => {}, part: (modality) => void found.add(modality) });
  return found;
};
