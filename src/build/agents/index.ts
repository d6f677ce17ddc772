export { exhaustedBudget, type Exhausted, type Spent } from './budget.ts';
export { agentsFaults } from './errors.ts';
export { runAgent, type AgentDeps, type AgentRun, type AgentTask, type ToolUse } from './run-agent.ts';
export { agentsStage } from './stage.ts';
