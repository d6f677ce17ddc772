import { Busboy } from '@fastify/busboy';

export interface UploadForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly file: { readonly name: string; readonly content: Buffer } | undefined;
}

const limits = { fields: 20, fieldSize: 10_000, fieldNameSize: 200, files: 1, parts: 25, headerPairs: 50 } as const;

/** A multipart form with at most one file; rejects with what is wrong with it. */
export const readForm = (contentType: string, body: Uint8Array): Promise<UploadForm> =>
  new Promise((resolve, reject) => {
    const fail = (problem: unknown): void =>
      reject(problem instanceof Error ? problem : new Error('it is not a multipart form'));
    try {
      const form = Busboy({ headers: { 'content-type': contentType }, limits });
      const fields = new Map<string, string>();
      let file: UploadForm['file'];
      form.on('field', (name, value) => void fields.set(name, value));
      form.on('file', (_field, stream, filename) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
        stream.on('error', fail);
        stream.on('end', () => {
          file = { name: filename, content: Buffer.concat(chunks) };
        });
      });
      form.on('error', fail);
      form.on('finish', () => resolve({ fields, file }));
      form.end(body);
    } catch (thrown) {
      fail(thrown);
    }
  });
