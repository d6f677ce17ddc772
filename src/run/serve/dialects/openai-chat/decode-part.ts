import type { LanguageModelV4FilePart, LanguageModelV4TextPart } from '@ai-sdk/provider';
import { err, ok, type Result } from '#kernel';
import { partOptions } from '../cache-marker.ts';
import { fileFromUrl, inlineFile, storedFile, type FileSource } from '../file-source.ts';
import type { UserPart } from './schema.ts';

type Part<Type extends UserPart['type']> = Extract<UserPart, { type: Type }>;

const filePart = (
  { data, mediaType }: FileSource,
  rest: Omit<LanguageModelV4FilePart, 'type' | 'data' | 'mediaType'>,
): LanguageModelV4FilePart => ({ type: 'file', data, mediaType, ...rest });

const imagePart = ({ image_url, cache_control }: Part<'image_url'>): Result<LanguageModelV4FilePart, string> => {
  const { url, detail } = typeof image_url === 'string' ? { url: image_url, detail: undefined } : image_url;
  const source = fileFromUrl(url, 'image');
  if (source === undefined) return err('image_url.url: it must be a data URL or an http(s) URL');
  const options = detail === undefined ? {} : { openai: { imageDetail: detail } };
  return ok(filePart(source, partOptions(cache_control, options)));
};

const storedPart = ({ file, cache_control }: Part<'file'>): Result<LanguageModelV4FilePart, string> => {
  const name = file.filename === undefined ? {} : { filename: file.filename };
  const rest = { ...name, ...partOptions(cache_control) };
  if (typeof file.file_id === 'string')
    return ok(filePart(storedFile('openai', file.file_id, 'application/pdf'), rest));
  const data = file.file_data ?? '';
  const source = data.startsWith('data:') ? fileFromUrl(data, 'application/pdf') : inlineFile(data, 'application/pdf');
  return source === undefined || data === ''
    ? err('file: it needs `file_data` or `file_id`')
    : ok(filePart(source, rest));
};

/** One content part of a user message. */
export const decodePart = (part: UserPart): Result<LanguageModelV4TextPart | LanguageModelV4FilePart, string> => {
  switch (part.type) {
    case 'text':
      return ok({ type: 'text', text: part.text, ...partOptions(part.cache_control) });
    case 'image_url':
      return imagePart(part);
    case 'input_audio':
      return ok(filePart(inlineFile(part.input_audio.data, `audio/${part.input_audio.format}`), {}));
    default:
      return storedPart(part);
  }
};

/** All parts, or the problem of the first that is not understood, with its place. */
export const decodeParts = (
  content: string | readonly UserPart[],
): Result<(LanguageModelV4TextPart | LanguageModelV4FilePart)[], string> => {
  if (typeof content === 'string') return ok([{ type: 'text', text: content }]);
  const parts: (LanguageModelV4TextPart | LanguageModelV4FilePart)[] = [];
  for (const [index, part] of content.entries()) {
    const decoded = decodePart(part);
    if (!decoded.ok) return err(`content.${index}.${decoded.error}`);
    parts.push(decoded.value);
  }
  return ok(parts);
};
