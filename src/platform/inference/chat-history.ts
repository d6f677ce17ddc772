import type { ChatHistoryItem } from 'node-llama-cpp';
import type { Message } from '#build/models';

const textOf = ({ content, toolCalls }: Message): string =>
  toolCalls === undefined || toolCalls.length === 0
    ? content
    : toolCalls.map(({ name, arguments: text }) => `{"tool":"${name}","arguments":${text}}`).join('\n');

/**
 * Our messages as the engine's chat history. Small models know no tool role, so a tool's result is told by the
 * user; an open answer is added at the end because the engine continues the last one.
 */
export const chatHistoryOf = (messages: readonly Message[]): readonly ChatHistoryItem[] => {
  const items = messages.map((message): ChatHistoryItem => {
    if (message.role === 'system') return { type: 'system', text: message.content };
    if (message.role === 'assistant') return { type: 'model', response: [textOf(message)] };
    return {
      type: 'user',
      text: message.role === 'tool' ? `Result of the tool:\n${message.content}` : message.content,
    };
  });
  return [...items, { type: 'model', response: [] }];
};
