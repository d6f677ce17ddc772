import { z } from 'zod';

const textSchema = z.union([
  z
    .object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) })
    .transform(({ choices }) => choices.map(({ message }) => message.content).join('\n')),
  z
    .object({ content: z.array(z.object({ text: z.string().default('') })) })
    .transform(({ content }) => content.map(({ text }) => text).join('\n')),
]);

/** What an answer says, in any dialect whose answers can be compared; undefined for the others. */
export const answerText = (bytes: Buffer): string | undefined => {
  try {
    return textSchema.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return undefined;
  }
};
