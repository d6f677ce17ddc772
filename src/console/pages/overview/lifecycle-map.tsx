import { useMemo, useState } from 'react';
import type { StageState } from '#program/contract';
import { phaseNames, stagesOf, titled, type PhaseName } from '../../frame/stage-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { FlowLines } from './flow-lines.tsx';
import { flowsOf, type Flow } from './flows.ts';
import { StageTile } from './stage-tile.tsx';

const near = (pointed: string | undefined, name: string, flows: readonly Flow[]): boolean =>
  pointed === undefined ||
  pointed === name ||
  flows.some(({ from, to }) => (from === pointed && to === name) || (to === pointed && from === name));

const crowded = 6;

interface PhaseProps {
  readonly phase: PhaseName;
  readonly stages: readonly StageState[];
  readonly flows: readonly Flow[];
  readonly pointed: string | undefined;
  readonly onPoint: (name: string | undefined) => void;
}

/** A phase as one column, or two when it has many stages. */
const PhaseColumns = ({ phase, stages, flows, pointed, onPoint }: PhaseProps) => {
  const wide = stages.length > crowded;
  const half = Math.ceil(stages.length / 2);
  return (
    <section aria-label={titled(phase)} className={classNames('min-w-0', wide && 'xl:col-span-2')}>
      <h2 className="text-muted mb-2 text-xs font-medium">{titled(phase)}</h2>
      <div
        className={classNames(
          'grid grid-cols-1 gap-2 sm:grid-cols-2 md:grid-cols-3 xl:gap-x-8 xl:gap-y-3',
          wide ? 'xl:grid-flow-col xl:grid-cols-2' : 'xl:grid-cols-1',
        )}
        style={wide ? { gridTemplateRows: `repeat(var(--rows, ${half}), auto)` } : {}}
      >
        {stages.map((stage) => (
          <StageTile key={stage.name} stage={stage} onPoint={onPoint} dimmed={!near(pointed, stage.name, flows)} />
        ))}
      </div>
    </section>
  );
};

/** The whole lifecycle from left to right; below 1280 px a list by phase. */
export const LifecycleMap = ({ stages }: { readonly stages: readonly StageState[] }) => {
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const [pointed, setPointed] = useState<string>();
  const flows = useMemo(() => flowsOf(stages), [stages]);
  const back = flows.some((flow) => flow.back);
  return (
    <div ref={setPlace} className={classNames('relative', back && 'xl:pb-11')}>
      <FlowLines place={place} flows={flows} pointed={pointed} />
      <div className="grid grid-cols-1 gap-5 xl:grid-cols-6 xl:gap-8">
        {phaseNames.map((phase) => (
          <PhaseColumns
            key={phase}
            phase={phase}
            stages={stagesOf(stages, phase)}
            flows={flows}
            pointed={pointed}
            onPoint={setPointed}
          />
        ))}
      </div>
      {back && (
        <p className="text-muted xl:bg-page mt-4 text-xs xl:absolute xl:bottom-0 xl:left-[53%] xl:mt-0 xl:px-2 xl:leading-6">
          Back: reviewed lessons join the next run
        </p>
      )}
    </div>
  );
};
