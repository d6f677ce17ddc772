import type { LanguageModelV4File } from '@ai-sdk/provider';

/** Bytes of a generated file, base64; undefined when it is only a URL. */
export const base64Of = ({ data }: LanguageModelV4File): string | undefined => {
  if (data.type === 'url') return undefined;
  return typeof data.data === 'string' ? data.data : Buffer.from(data.data).toString('base64');
};

/** A generated file as a URL that holds it or points to it. */
export const urlOfFile = (file: LanguageModelV4File): string =>
  file.data.type === 'url' ? file.data.url.href : `data:${file.mediaType};base64,${base64Of(file) ?? ''}`;
