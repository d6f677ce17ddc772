import type { LanguageModelV4, LanguageModelV4FilePart, LanguageModelV4Message } from '@ai-sdk/provider';
import { err, ok, type Fault, type Result } from '#kernel';
import { unsupported } from './parse-body.ts';
import type { DecodedCall } from './port.ts';

type SupportedUrls = Readonly<Record<string, readonly RegExp[]>>;

const filesOf = (message: LanguageModelV4Message): readonly Pick<LanguageModelV4FilePart, 'data' | 'mediaType'>[] => {
  if (message.role === 'system') return [];
  return message.content.flatMap((part) => {
    if (part.type === 'file') return [part];
    if (part.type !== 'tool-result' || part.output.type !== 'content') return [];
    return part.output.value.flatMap((each) => (each.type === 'file' ? [each] : []));
  });
};

/** A pattern is a media type, or one with a star for its second half or for all of it. */
const fitsType = (pattern: string, mediaType: string): boolean => {
  if (pattern === '*' || pattern === '*/*') return true;
  const [kind = ''] = pattern.split('/');
  return pattern.endsWith('/*') ? mediaType === kind || mediaType.startsWith(`${kind}/`) : pattern === mediaType;
};

const isSupported = (urls: SupportedUrls, mediaType: string, url: URL): boolean =>
  Object.entries(urls).some(
    ([pattern, regexes]) => fitsType(pattern, mediaType) && regexes.some((regex) => regex.test(url.href.toLowerCase())),
  );

/**
 * Refuses URLs of files that the provider does not fetch itself. The gateway fetches none: a client could make it read
 * what only its network can reach.
 */
export const checkUrls = async (model: LanguageModelV4, { options }: DecodedCall): Promise<Result<true, Fault>> => {
  const files = options.prompt.flatMap(filesOf);
  if (!files.some(({ data }) => data.type === 'url')) return ok(true);
  const urls = await model.supportedUrls;
  const refused = files.find(({ data, mediaType }) => data.type === 'url' && !isSupported(urls, mediaType, data.url));
  return refused === undefined
    ? ok(true)
    : err(unsupported('url', 'The provider of this model does not fetch files.', 'Send the file as a data URL.'));
};
