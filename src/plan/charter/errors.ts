import { createFaults } from '#kernel';

export const charterFaults = createFaults({
  CHARTER_METRIC_UNKNOWN: {
    what: 'KPI "{kpi}" names the metric "{metric}", which does not exist.',
    why: 'A KPI is measured by a metric of the program; the nearest is "{nearest}".',
    remedy: 'Set `charter.kpis` → `{kpi}` → `metric` to one of: {known}.',
    status: 422,
    retryable: false,
  },
  CHARTER_KPI_DUPLICATE: {
    what: 'The KPI id "{kpi}" stands twice.',
    why: 'The id follows the KPI from the charter to the rollback, so it must be unique.',
    remedy: 'Give one of the two in `charter.kpis` another id.',
    status: 422,
    retryable: false,
  },
  CHARTER_TARGET_OUT_OF_RANGE: {
    what: 'KPI "{kpi}" has the target {target}, but {metric} is a share from 0 to 1.',
    why: 'No answer could ever meet or miss such a target.',
    remedy: 'Write the share, for instance 0.8 for 80 %.',
    status: 422,
    retryable: false,
  },
});
