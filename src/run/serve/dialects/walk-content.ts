import type { Json } from '#kernel';
import { isList, isObject, textOf } from './json-value.ts';
import type { JsonObject, Modality } from './port.ts';

export interface ContentVisitor {
  readonly text: (text: string) => void;
  readonly part: (modality: Modality, part: JsonObject) => void;
}

/** Parts that are not text, by the names that the APIs have for them. */
const modalities: ReadonlyMap<string, Modality> = new Map([
  ['image_url', 'image'],
  ['input_image', 'image'],
  ['image', 'image'],
  ['input_audio', 'audio'],
  ['audio', 'audio'],
  ['file', 'file'],
  ['input_file', 'file'],
  ['document', 'file'],
]);

/** Fields that hold what the model reads, in all APIs. */
const contentFields = [
  'messages',
  'input',
  'system',
  'instructions',
  'prompt',
  'tools',
  'response_format',
  'text',
  'query',
  'documents',
] as const;

/** Calls the visitor for every text and every other part, without recursion: depth is the sender's choice. */
export const walkContent = (body: JsonObject, visitor: ContentVisitor): void => {
  const waiting: Json[] = contentFields.flatMap((field) => body[field] ?? []);
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string') visitor.text(value);
    else if (isList(value)) for (const each of value) waiting.push(each);
    else if (isObject(value)) {
      const modality = modalities.get(textOf(value['type']) ?? '');
      if (modality === undefined) for (const key in value) waiting.push(value[key] ?? null);
      else visitor.part(modality, value);
    }
  }
};
