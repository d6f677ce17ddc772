import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';

/** No event of a model is near this; a larger length is not one, and must not be waited for. */
const maximumFrame = 4 * 1024 * 1024;

/** Follows the lengths that precede the messages of an event stream, whatever pieces they come in. */
const createFrameWatch = (): ((piece: Uint8Array) => boolean) => {
  let left = 0;
  let length = 0;
  let known = 0;
  return (piece) => {
    let at = 0;
    while (at < piece.length) {
      if (left > 0) {
        const step = Math.min(left, piece.length - at);
        left -= step;
        at += step;
        continue;
      }
      length = length * 256 + (piece[at] ?? 0);
      at += 1;
      known += 1;
      if (known < 4) continue;
      if (length < 16 || length > maximumFrame) return false;
      left = length - 4;
      length = 0;
      known = 0;
    }
    return true;
  };
};

/** Ends an event stream with an error where a message claims to be larger than any is. */
export const limitFrames = (response: Response): Response => {
  const isEvents = response.headers.get('content-type')?.startsWith('application/vnd.amazon.eventstream') === true;
  if (response.body === null || !isEvents) return response;
  const isGood = createFrameWatch();
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => {
      if (isGood(piece)) controller.enqueue(piece);
      else controller.error(new Error('A message of the event stream has an impossible length.'));
    },
  });
  return new Response(response.body.pipeThrough(limit), response);
};

/** The library says `other` where no `messageStop` came: a stream that was cut between two messages. */
const markCut = (part: LanguageModelV4StreamPart): LanguageModelV4StreamPart =>
  part.type === 'finish' && part.finishReason.unified === 'other' && part.finishReason.raw === undefined
    ? { ...part, finishReason: { unified: 'interrupted', raw: undefined } }
    : part;

/** A stream that ends without `messageStop` is finished as `interrupted`, never as a whole answer. */
export const markCutStreams = (model: LanguageModelV4): LanguageModelV4 => ({
  specificationVersion: 'v4',
  provider: model.provider,
  modelId: model.modelId,
  supportedUrls: model.supportedUrls,
  doGenerate: (options) => model.doGenerate(options),
  doStream: async (options) => {
    const { stream, ...rest } = await model.doStream(options);
    const marked = new TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart>({
      transform: (part, controller) => controller.enqueue(markCut(part)),
    });
    return { ...rest, stream: stream.pipeThrough(marked) };
  },
});
