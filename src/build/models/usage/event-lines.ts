const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

const field = new TextEncoder().encode('data:');
const doneMark = new TextEncoder().encode('[DONE]');

export interface EventLinesListener {
  /** A part of an event's data, as long as it is in these bytes. */
  readonly onData: (bytes: Uint8Array, range: { readonly from: number; readonly end: number }) => void;
  readonly onEventEnd: () => void;
  readonly onDone: () => void;
}

interface LineState {
  readonly listener: EventLinesListener;
  /** How far the line agrees with `data:`; -1 when it is another field. */
  matched: number;
  /** How far the data agrees with `[DONE]`; -1 when it does not. */
  doneMatched: number;
  /** Nothing of the line has been seen. */
  isNewLine: boolean;
}

/** Compares with `[DONE]`; true while nothing else can be the data. */
const matchDone = (state: LineState, byte: number): boolean => {
  if (state.doneMatched === 0 && byte === space) return true;
  if (byte !== doneMark[state.doneMatched]) return false;
  state.doneMatched += 1;
  if (state.doneMatched === doneMark.length) state.listener.onDone();
  return true;
};

const readData = (state: LineState, bytes: Uint8Array, from: number): number => {
  const newline = bytes.indexOf(lineFeed, from);
  const end = newline === -1 ? bytes.length : newline;
  let index = from;
  while (state.doneMatched >= 0 && index < end) {
    if (matchDone(state, bytes[index] ?? 0)) index += 1;
    else state.doneMatched = -1;
  }
  if (index < end) state.listener.onData(bytes, { from: index, end });
  return end;
};

const endLine = (state: LineState): void => {
  if (state.isNewLine) state.listener.onEventEnd();
  state.isNewLine = true;
  state.matched = 0;
  state.doneMatched = 0;
};

/** One byte of a field's name. */
const readName = (state: LineState, byte: number): void => {
  if (byte === carriageReturn && state.isNewLine) return;
  state.isNewLine = false;
  state.matched = byte === field[state.matched] ? state.matched + 1 : -1;
};

const push = (state: LineState, bytes: Uint8Array): void => {
  let index = 0;
  while (index < bytes.length) {
    if (state.matched === field.length) index = readData(state, bytes, index);
    else if (state.matched === -1) {
      const newline = bytes.indexOf(lineFeed, index);
      index = newline === -1 ? bytes.length : newline;
    }
    const byte = bytes[index];
    if (byte === undefined) return;
    if (byte === lineFeed) endLine(state);
    else readName(state, byte);
    index += 1;
  }
};

/** Follows the lines of server-sent events as their bytes pass by, and keeps none of them. */
export const createEventLines = (listener: EventLinesListener): { readonly push: (bytes: Uint8Array) => void } => {
  const state: LineState = { listener, matched: 0, doneMatched: 0, isNewLine: true };
  return { push: (bytes) => push(state, bytes) };
};
