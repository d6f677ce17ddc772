import type {
  LanguageModelV4Citation,
  LanguageModelV4File,
  LanguageModelV4Source,
  LanguageModelV4StreamPart,
  SharedV4ProviderMetadata,
} from '@ai-sdk/provider';

export type BlockKind = 'text' | 'reasoning' | 'tool';

/** One piece of an answer: what is said, thought or called, whole. */
export interface Block {
  readonly kind: BlockKind;
  /** Of the call; empty for text and reasoning. */
  readonly toolCallId: string;
  readonly toolName: string;
  /** All of it so far: text, thought or the JSON of the arguments. */
  readonly text: string;
  readonly metadata: SharedV4ProviderMetadata;
}

export type SequencedPart =
  | { readonly type: 'open'; readonly block: Block }
  | { readonly type: 'delta'; readonly block: Block; readonly delta: string }
  | { readonly type: 'close'; readonly block: Block; readonly citations: readonly LanguageModelV4Citation[] }
  | { readonly type: 'file'; readonly file: LanguageModelV4File }
  | { readonly type: 'source'; readonly source: LanguageModelV4Source };

type Part<Type extends LanguageModelV4StreamPart['type']> = Extract<LanguageModelV4StreamPart, { type: Type }>;
type ContentPart = Part<
  | 'text-delta'
  | 'text-end'
  | 'reasoning-start'
  | 'reasoning-delta'
  | 'reasoning-end'
  | 'tool-input-start'
  | 'tool-input-delta'
  | 'tool-input-end'
  | 'tool-call'
  | 'file'
  | 'source'
>;

interface OpenBlock extends Block {
  readonly id: string;
  /** No more deltas of a tool's input come. */
  readonly ended: boolean;
  readonly inputEncoding: 'json' | 'text';
}

interface State {
  current: OpenBlock | undefined;
  /** What came while the input of a tool was still coming. */
  deferred: ContentPart[];
  /** Calls that are whole. */
  readonly called: Set<string>;
}

const merge = (left: SharedV4ProviderMetadata, right: SharedV4ProviderMetadata = {}): SharedV4ProviderMetadata => {
  const merged = { ...left };
  for (const [provider, metadata] of Object.entries(right)) merged[provider] = { ...merged[provider], ...metadata };
  return merged;
};

const newBlock = (kind: BlockKind, id: string, rest: Partial<OpenBlock> = {}): OpenBlock => ({
  kind,
  id,
  toolCallId: '',
  toolName: '',
  text: '',
  metadata: {},
  ended: false,
  inputEncoding: 'json',
  ...rest,
});

const append = (state: State, block: OpenBlock, delta: string): readonly SequencedPart[] => {
  if (delta === '') return [];
  state.current = { ...block, text: block.text + delta };
  return [{ type: 'delta', block: state.current, delta }];
};

const close = (state: State, citations: readonly LanguageModelV4Citation[] = []): readonly SequencedPart[] => {
  if (state.current === undefined) return [];
  const isEmptyCall = state.current.kind === 'tool' && state.current.text === '';
  const filled = isEmptyCall ? append(state, state.current, '{}') : [];
  const closed: SequencedPart = { type: 'close', block: state.current, citations };
  if (state.current.kind === 'tool') state.called.add(state.current.toolCallId);
  state.current = undefined;
  return [...filled, closed];
};

const open = (state: State, block: OpenBlock): readonly SequencedPart[] => {
  const closed = close(state);
  state.current = block;
  return [...closed, { type: 'open', block }];
};

/** Text and thought: a block opens with its first content, and other content closes it. */
const say = (
  state: State,
  kind: 'text' | 'reasoning',
  part: { id: string; delta: string; providerMetadata?: SharedV4ProviderMetadata },
): readonly SequencedPart[] => {
  const carries = kind === 'reasoning' && part.providerMetadata !== undefined;
  if (part.delta === '' && !carries) return [];
  const isOpen = state.current?.kind === kind && state.current.id === part.id;
  const opened = isOpen ? [] : open(state, newBlock(kind, part.id, { metadata: part.providerMetadata ?? {} }));
  if (state.current === undefined) return opened;
  if (isOpen) state.current = { ...state.current, metadata: merge(state.current.metadata, part.providerMetadata) };
  return [...opened, ...append(state, state.current, part.delta)];
};

const call = (state: State, part: Part<'tool-call'>): readonly SequencedPart[] => {
  if (part.providerExecuted === true || state.called.has(part.toolCallId)) return [];
  const isOpen = state.current?.kind === 'tool' && state.current.id === part.toolCallId;
  const opened = isOpen
    ? []
    : open(state, newBlock('tool', part.toolCallId, { toolCallId: part.toolCallId, toolName: part.toolName }));
  if (state.current === undefined) return opened;
  const block = { ...state.current, metadata: merge(state.current.metadata, part.providerMetadata) };
  state.current = block;
  const input = part.input === '' ? '{}' : part.input;
  const rest = input.startsWith(block.text) ? append(state, block, input.slice(block.text.length)) : [];
  return [...opened, ...rest, ...close(state)];
};

const startTool = (state: State, part: Part<'tool-input-start'>): readonly SequencedPart[] =>
  part.providerExecuted === true
    ? []
    : open(
        state,
        newBlock('tool', part.id, {
          toolCallId: part.id,
          toolName: part.toolName,
          metadata: part.providerMetadata ?? {},
          inputEncoding: part.inputEncoding ?? 'json',
        }),
      );

const endSaying = (state: State, part: Part<'text-end'> | Part<'reasoning-end'>): readonly SequencedPart[] => {
  if (part.type === 'text-end')
    return state.current?.kind === 'text' && state.current.id === part.id ? close(state, part.citations) : [];
  const carried = say(state, 'reasoning', { ...part, delta: '' });
  return state.current?.kind === 'reasoning' && state.current.id === part.id ? [...carried, ...close(state)] : carried;
};

const takeInput = (state: State, part: Part<'tool-input-delta'> | Part<'tool-input-end'>): readonly SequencedPart[] => {
  const { current } = state;
  if (current?.kind !== 'tool' || current.id !== part.id) return [];
  if (part.type === 'tool-input-delta')
    return current.inputEncoding === 'text' ? [] : append(state, current, part.delta);
  state.current = { ...current, ended: true };
  return [];
};

const take = (state: State, part: ContentPart): readonly SequencedPart[] => {
  switch (part.type) {
    case 'text-delta':
      return say(state, 'text', part);
    case 'reasoning-start':
      return say(state, 'reasoning', { ...part, delta: '' });
    case 'reasoning-delta':
      return say(state, 'reasoning', part);
    case 'text-end':
    case 'reasoning-end':
      return endSaying(state, part);
    case 'tool-input-start':
      return startTool(state, part);
    case 'tool-input-delta':
    case 'tool-input-end':
      return takeInput(state, part);
    case 'tool-call':
      return call(state, part);
    case 'file':
      return [...close(state), { type: 'file', file: part }];
    default:
      return [{ type: 'source', source: part }];
  }
};

const contentTypes: ReadonlySet<string> = new Set<ContentPart['type']>([
  'text-delta',
  'text-end',
  'reasoning-start',
  'reasoning-delta',
  'reasoning-end',
  'tool-input-start',
  'tool-input-delta',
  'tool-input-end',
  'tool-call',
  'file',
  'source',
]);

const isContent = (part: LanguageModelV4StreamPart): part is ContentPart => contentTypes.has(part.type);

const idOf = (part: ContentPart): string | undefined => {
  if (part.type === 'tool-call') return part.toolCallId;
  return 'id' in part ? part.id : undefined;
};

/** A part of anything else waits until the input of the open tool is whole. */
const mustWait = ({ current }: State, part: ContentPart): boolean =>
  current?.kind === 'tool' && !current.ended && idOf(part) !== current.id;

const replay = (state: State): readonly SequencedPart[] => {
  const waiting = state.deferred;
  state.deferred = [];
  return waiting.flatMap((part) => pushContent(state, part));
};

const pushContent = (state: State, part: ContentPart): readonly SequencedPart[] => {
  if (mustWait(state, part)) {
    state.deferred.push(part);
    return [];
  }
  const parts = take(state, part);
  const isFree = state.current?.kind !== 'tool' || state.current.ended;
  return isFree && state.deferred.length > 0 ? [...parts, ...replay(state)] : parts;
};

export interface PartSequence {
  readonly push: (part: LanguageModelV4StreamPart) => readonly SequencedPart[];
  /** Closes what is open. Call it before the finish is encoded. */
  readonly end: () => readonly SequencedPart[];
}

/**
 * Brings the content of a stream into the order that clients rely on: one block after the other, each opened, filled and
 * closed. Providers interleave calls of several tools, and end a text long after something else began.
 */
export const sequenceParts = (): PartSequence => {
  const state: State = { current: undefined, deferred: [], called: new Set() };
  return {
    push: (part) => (isContent(part) ? pushContent(state, part) : []),
    end: () => {
      const parts: SequencedPart[] = [...close(state)];
      while (state.deferred.length > 0) parts.push(...replay(state), ...close(state));
      return parts;
    },
  };
};
