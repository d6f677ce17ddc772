import { charterStage } from '#plan/charter';
import { assessStage } from '#plan/assess';
import { governStage } from '#plan/govern';
import { modelsStage } from '#build/models';
import { guardrailsStage } from '#build/guardrails';
import { dataStage } from '#build/data';
import { knowledgeStage } from '#build/knowledge';
import { tuningStage } from '#build/tuning';
import { promptsStage } from '#build/prompts';
import { toolsStage } from '#build/tools';
import { reasoningStage } from '#build/reasoning';
import { agentsStage } from '#build/agents';
import { strategyStage } from '#build/strategy';
import { evaluateStage } from '#prove/evaluate';
import { experimentsStage } from '#prove/experiments';
import { optimiseStage } from '#prove/optimise';
import { trialsStage } from '#prove/trials';
import { readinessStage } from '#prove/readiness';
import { serveStage } from '#run/serve';
import { rolloutStage } from '#run/rollout';
import { monitorStage } from '#run/monitor';
import { learnStage } from '#improve/learn';
import { operateStage } from '#improve/operate';
import { mountStage, type MountedStage } from './program/mounted-stage.ts';
import type { Program } from './program/open-program.ts';

/** The lifecycle as one value: every stage, left to right. */
export const stages: readonly MountedStage<Program>[] = [
  mountStage(charterStage),
  mountStage(assessStage),
  mountStage(governStage),
  mountStage(modelsStage),
  mountStage(guardrailsStage),
  mountStage(dataStage),
  mountStage(knowledgeStage),
  mountStage(tuningStage),
  mountStage(promptsStage),
  mountStage(toolsStage),
  mountStage(reasoningStage),
  mountStage(agentsStage),
  mountStage(strategyStage),
  mountStage(evaluateStage),
  mountStage(experimentsStage),
  mountStage(optimiseStage),
  mountStage(trialsStage),
  mountStage(readinessStage),
  mountStage(serveStage),
  mountStage(rolloutStage),
  mountStage(monitorStage),
  mountStage(learnStage),
  mountStage(operateStage),
];
