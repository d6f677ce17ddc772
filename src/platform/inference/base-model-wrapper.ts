import { TemplateChatWrapper } from 'node-llama-cpp';

/** The plain form that a model without a chat template continues: instructions, then question and answer. */
export const createBaseModelWrapper = (): TemplateChatWrapper =>
  new TemplateChatWrapper({
    template: '{{systemPrompt}}\n\n{{history}}{{completion}}\n\n',
    // The answer is opened by the message before it, because the wrapper drops what stands before an empty answer.
    historyTemplate: { system: '{{message}}\n\n', user: '{{message}}\nAnswer:', model: '{{message}}\n\n' },
  });
