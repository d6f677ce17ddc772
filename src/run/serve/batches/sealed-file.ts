import type { BlobsDep } from '#kernel';

const marker = (id: string): Buffer => Buffer.from(`${id}\n`);

/** Stores the content of a file. Its id stands before it, so that no two files share a blob and one can be deleted. */
export const sealFile = (
  { blobs }: BlobsDep,
  { id, content }: { readonly id: string; readonly content: Uint8Array },
): Promise<string> => blobs.put(Buffer.concat([marker(id), content]));

/** The content of a file; undefined when it is gone. */
export const openFile = async (
  { blobs }: BlobsDep,
  { id, blob }: { readonly id: string; readonly blob: string },
): Promise<Buffer | undefined> => {
  const sealed = await blobs.get(blob);
  if (sealed === undefined) return undefined;
  const { buffer, byteOffset, length } = sealed;
  const start = marker(id).length;
  return Buffer.from(buffer, byteOffset + start, length - start);
};
