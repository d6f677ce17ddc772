/** One small question about one passage; `expected` is undefined when the passage does not hold the answer. */
export interface FitProbe {
  readonly passage: string;
  readonly question: string;
  readonly expected: string | undefined;
}

/** What a model is told to say when the passage does not hold the answer. */
export const refusalText = 'NOT FOUND';

/** Written for this program; what they ask is what every answer from documents needs. */
export const fitProbes: readonly FitProbe[] = [
  {
    passage: 'The server listens on port 3100 by default. To change it, pass another number to the listen function.',
    question: 'Which port does the server listen on by default?',
    expected: '3100',
  },
  {
    passage:
      'Plugins are added with the register function. Each plugin gets a scope of its own, which its parent cannot see.',
    question: 'Which function adds a plugin?',
    expected: 'register',
  },
  {
    passage: 'Requests end after 30 seconds. The limit can be changed with the requestTimeout option, in milliseconds.',
    question: 'Which option changes the limit?',
    expected: 'requestTimeout',
  },
  {
    passage:
      'Expense claims go to Marta Lindqvist until the tenth of the month. Later claims are paid in the following month.',
    question: 'Who receives expense claims?',
    expected: 'Lindqvist',
  },
  {
    passage:
      'New colleagues get a laptop on the first day and a badge on the second day. Parking needs an application.',
    question: 'When do new colleagues get a badge?',
    expected: 'second',
  },
  {
    passage: 'Version 4 removed the callback style. Handlers now have to return a promise or use the reply object.',
    question: 'Which version removed the callback style?',
    expected: '4',
  },
  {
    passage: 'The archive keeps invoices for ten years and e-mails for two years. Drafts are deleted after a week.',
    question: 'For how long are e-mails kept?',
    expected: 'two',
  },
  {
    passage: 'Logs are written as JSON to standard output. Set the level to debug to see every database query.',
    question: 'In which format are logs written?',
    expected: 'JSON',
  },
  {
    passage: 'The museum opens at nine and closes at five. A ticket costs twelve euros, and children enter free.',
    question: 'Who designed the building of the museum?',
    expected: undefined,
  },
  {
    passage: 'A queue holds at most 500 jobs. A job that fails three times is moved to the failed list.',
    question: 'Which colour has the logo of the company?',
    expected: undefined,
  },
];
