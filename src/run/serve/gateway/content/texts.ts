import type { Json } from '#kernel';
import { isList, isObject, listOf, objectOf, textOf } from '../../dialects/json-value.ts';
import type { JsonObject } from '../../dialects/port.ts';

const textsOf = (value: Json | undefined): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap((part) => textOf(objectOf(part)['text']) ?? textOf(part) ?? []);
  return [];
};

/** What was asked last: the text of the last message, or the input itself. */
export const askedText = (body: JsonObject): string | undefined => {
  const turns = body['messages'] ?? body['input'] ?? body['prompt'] ?? body['query'];
  if (!isList(turns)) return textOf(turns);
  const last = turns.at(-1);
  const texts = isObject(last) ? textsOf(last['content'] ?? last['text']) : textsOf(last);
  return texts.length === 0 ? undefined : texts.join('\n');
};

/** The places where the APIs say something in a whole answer. */
const saidWhole = (answer: JsonObject): readonly string[] => [
  ...listOf(answer['choices']).flatMap((choice) => {
    const { message, text } = objectOf(choice);
    return [...textsOf(objectOf(message)['content']), ...textsOf(text)];
  }),
  ...textsOf(answer['content']),
  ...listOf(answer['output']).flatMap((item) => textsOf(objectOf(item)['content'])),
];

/** The places where they say a piece of it in an event. */
const saidInEvent = (event: JsonObject): readonly string[] => [
  ...listOf(event['choices']).flatMap((choice) => {
    const { delta, text } = objectOf(choice);
    return [...textsOf(objectOf(delta)['content']), ...textsOf(text)];
  }),
  ...(event['type'] === 'content_block_delta' ? textsOf(objectOf(event['delta'])['text']) : []),
  ...(event['type'] === 'response.output_text.delta' ? textsOf(event['delta']) : []),
];

const parse = (text: string): JsonObject => {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
};

/** What an answer said, in any dialect, whole or streamed; as far as it was captured. */
export const saidText = (bytes: Buffer, stream: boolean): string => {
  const text = bytes.toString('utf8');
  if (!stream) return saidWhole(parse(text)).join('\n');
  const events = text.split('\n').filter((line) => line.startsWith('data:'));
  return events.flatMap((line) => saidInEvent(parse(line.slice(5)))).join('');
};
