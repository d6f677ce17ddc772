import type { LanguageModelV4FilePart } from '@ai-sdk/provider';

export type FileSource = Pick<LanguageModelV4FilePart, 'data' | 'mediaType'>;

/** A file whose bytes are in the body, base64. */
export const inlineFile = (data: string, mediaType: string): FileSource => ({
  mediaType,
  data: { type: 'data', data },
});

/** A file that a provider keeps under an id. */
export const storedFile = (provider: string, id: string, mediaType: string): FileSource => ({
  mediaType,
  data: { type: 'reference', reference: { [provider]: id } },
});

const dataUrl = (url: string, fallback: string): FileSource | undefined => {
  const comma = url.indexOf(',');
  if (comma === -1) return undefined;
  const [mediaType = '', ...parameters] = url.slice('data:'.length, Math.min(comma, 200)).split(';');
  const type = mediaType === '' ? fallback : mediaType;
  const content = url.slice(comma + 1);
  if (parameters.includes('base64')) return inlineFile(content, type);
  try {
    return inlineFile(Buffer.from(decodeURIComponent(content)).toString('base64'), type);
  } catch {
    return undefined;
  }
};

/** What a data URL holds or an HTTP URL points to; undefined when it is neither. `fallback` is the type when the URL has none. */
export const fileFromUrl = (url: string, fallback: string): FileSource | undefined => {
  if (url.startsWith('data:')) return dataUrl(url, fallback);
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  return { mediaType: fallback, data: { type: 'url', url: new URL(url) } };
};
