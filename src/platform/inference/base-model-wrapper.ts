import { TemplateChatWrapper } from 'node-llama-cpp';

/** The plain form that a model without a chat template continues: instructions, then question and answer. */
export const createBaseModelWrapper = (): TemplateChatWrapper =>
  new TemplateChatWrapper({
    template: '{{systemPrompt}}\n\n{{history}}Answer:{{completion}}\n\n',
    historyTemplate: {
      system: '{{message}}\n\n',
      user: '{{message}}\n\n',
      model: 'Answer:{{message}}\n\n',
    },
  });
