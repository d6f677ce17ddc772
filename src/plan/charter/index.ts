export {
  charterConfigSchema,
  charterSchema,
  kpiSchema,
  type Charter,
  type CharterConfig,
  type Kpi,
} from './contract.ts';
export { charterFaults } from './errors.ts';
export { checkKpis } from './check-kpis.ts';
export { renderCharter } from './render-charter.ts';
export { charterStage } from './stage.ts';
