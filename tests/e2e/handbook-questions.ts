interface HandbookQuestion {
  readonly question: string;
  /** Below travel-and-leave/; absent when the handbook does not answer. */
  readonly page?: string;
  readonly facts?: readonly (readonly string[])[];
}

const questions: readonly HandbookQuestion[] = [
  { question: 'How many weeks of unpaid leave does FMLA give per year?', page: 'fmla.md', facts: [['12 weeks']] },
  {
    question: 'How many weeks of FMLA may be used to care for a servicemember?',
    page: 'fmla.md',
    facts: [['26 weeks']],
  },
  { question: 'When does comp time expire?', page: 'overtime.md', facts: [['one year', '26 pay periods']] },
  { question: 'How many credit hours can be accrued at a time?', page: 'overtime.md', facts: [['24 credit hours']] },
  {
    question: 'How early should leave requests be submitted?',
    page: 'going-out-of-office.md',
    facts: [['three business days']],
  },
  {
    question: 'Which form is the application for the Voluntary Leave Transfer Program?',
    page: 'voluntary-leave-transfer-program.md',
    facts: [['OPM Form 630']],
  },
  { question: 'What is the boiling point of tungsten?' },
  { question: 'Who won the 1966 football world cup?' },
];

/** Evaluation cases a person would write in ten minutes; every other one is sealed. */
export const handbookCases = questions.map(({ question, page, facts = [] }, index) => ({
  id: `travel-${index}`,
  question,
  kind: page === undefined ? 'unanswerable' : 'single-fact',
  split: index % 2 === 0 ? 'dev' : 'sealed',
  answerable: page !== undefined,
  gold: page === undefined ? [] : [{ source: 'docs', page: `travel-and-leave/${page}` }],
  facts,
}));
