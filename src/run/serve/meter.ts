export interface AnswerMeasure {
  readonly arm: string;
  readonly outcome: 'ok' | 'refused' | 'failed' | 'aborted';
  readonly seconds: number;
  /** Seconds not spent in the application or in the queue: what serving itself costs. */
  readonly overheadSeconds: number;
}

/** The metrics of serving, for Prometheus. */
export interface ServeMeter {
  readonly answered: (measure: AnswerMeasure) => void;
  readonly turnedAway: () => void;
  readonly render: () => Promise<{ readonly contentType: string; readonly body: string }>;
}

export interface MeterSources {
  readonly counts: () => { readonly running: number; readonly waiting: number };
  /** Rows that full queues dropped since the start, by queue. */
  readonly drops: () => Readonly<Record<string, number>>;
}

/** Creates the meter. The metrics library is loaded with the first answer or scrape: single commands need neither. */
export const createServeMeter = (sources: MeterSources): ServeMeter => {
  let opening: Promise<ServeMeter> | undefined;
  const open = (): Promise<ServeMeter> => {
    opening ??= import('./open-meter.ts').then(({ openMeter }) => openMeter(sources));
    return opening;
  };
  return {
    answered: (measure) => void open().then((meter) => meter.answered(measure)),
    turnedAway: () => void open().then((meter) => meter.turnedAway()),
    render: async () => (await open()).render(),
  };
};
