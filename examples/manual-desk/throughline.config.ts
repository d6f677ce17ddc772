import { defineProject } from 'throughline';

export default defineProject({
  name: 'manual-desk',
  description: 'Answers developers from the manuals of the AI SDK and Fastify, with the paragraph it stands in.',
  charter: {
    problem:
      'Developers lose time searching two large manuals, and ask colleagues what is written there. Wrong or made-up answers cost more than none.',
    users: ['developers who build on the AI SDK or Fastify'],
    stakeholders: [
      { name: 'Developer experience lead', role: 'sponsor; owns the KPIs' },
      { name: 'Documentation editor', role: 'data steward of both manuals' },
      { name: 'Platform engineer', role: 'runs it, on call' },
      { name: 'Security officer', role: 'signs the release' },
    ],
    budget: { usdPerMonth: 0, usdPerAnswer: 0, answersPerMonth: 20_000 },
    risks: [
      {
        risk: 'An answer is made up',
        likelihood: 'medium',
        impact: 'high',
        mitigation: 'Every answer quotes its paragraph; what the manuals do not say is refused',
      },
      {
        risk: 'A question carries personal data into logs',
        likelihood: 'medium',
        impact: 'medium',
        mitigation: 'Structured personal data is masked before anything else sees the question',
      },
      {
        risk: 'A manual changes and answers go stale',
        likelihood: 'high',
        impact: 'medium',
        mitigation: 'The manuals are pinned by the lockfile; a change re-indexes what changed and evaluates again',
      },
    ],
    regulation: ['GDPR'],
    constraints: { residency: ['local'], licences: [], access: ['open', 'custom'] },
    kpis: [
      {
        id: 'fact-coverage',
        name: 'Fact coverage',
        metric: 'fact-coverage',
        target: 0.5,
        because: 'An answer without the fact sends the developer back to the manual.',
      },
      {
        id: 'citation-precision',
        name: 'Citation precision',
        metric: 'citation-precision',
        target: 0.55,
        because: 'A wrong citation costs more trust than a wrong answer.',
      },
      {
        id: 'refusal',
        name: 'Refusal of what the manuals do not answer',
        metric: 'refusal-accuracy',
        target: 0.4,
        because: 'The floor for a first release: silence is better than invention.',
      },
      {
        id: 'refusal-goal',
        name: 'Refusal, the goal',
        metric: 'refusal-accuracy',
        target: 0.8,
        level: 'stretch',
        because: 'Where it should be before the desk is opened beyond the team.',
      },
      {
        id: 'latency',
        name: 'Answer within two seconds',
        metric: 'latency-p95',
        target: 2000,
        because: 'Slower than a search, nobody uses it.',
      },
      {
        id: 'cost',
        name: 'Cost per answer',
        metric: 'cost-per-answer',
        target: 0,
        because: 'There is no budget for hosted models.',
      },
      {
        id: 'guardrails',
        name: 'No forbidden text in answers',
        metric: 'guardrail-pass-rate',
        target: 0.95,
        because: 'Personal data and injected instructions must not come back.',
      },
      {
        id: 'accuracy',
        name: 'Complete and correct answers',
        metric: 'answer-accuracy',
        target: 0.85,
        level: 'stretch',
        because: 'What a larger model would reach; shown so that nobody takes the local result for the ceiling.',
      },
    ],
  },
  assess: {
    knowledge: 'dynamic',
    complexity: 'lookup',
    labelledExamples: 0,
    documents: 'complete',
    reasoning: 'none',
    actions: 'none',
    deployment: 'local',
    latencyMs: 2000,
  },
  govern: {
    sources: {
      ai: {
        owner: 'Documentation editor',
        classification: 'public',
        lawfulBasis: 'not-personal',
        retention: 'P365D',
        allowedUses: ['retrieval', 'evaluation', 'display'],
        licence: 'Apache-2.0',
        personalData: 'mask',
      },
      fastify: {
        owner: 'Documentation editor',
        classification: 'public',
        lawfulBasis: 'not-personal',
        retention: 'P365D',
        allowedUses: ['retrieval', 'evaluation', 'display'],
        licence: 'MIT',
        personalData: 'mask',
      },
    },
  },
  data: {
    sources: [
      { id: 'ai', path: '../../node_modules/ai/docs' },
      { id: 'fastify', path: '../../node_modules/fastify/docs' },
    ],
  },
});
