/** A named sign that a text tries to steer the model. */
interface Signal {
  readonly name: string;
  readonly pattern: RegExp;
}

const scannedCharacters = 32_768;

// Every pattern is a bounded sequence of literals, so matching time grows linearly with the text.
const signals: readonly Signal[] = [
  {
    name: 'override-instructions',
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass|neglect) (?:[a-z]+ ){0,4}(?:previous|prior|above|earlier|preceding|foregoing|your|all) (?:[a-z]+ ){0,3}(?:instruction|prompt|rule|guideline|direction|command|message|context|assignment|order|task|information|data)s?\b/,
  },
  {
    name: 'forget-everything',
    pattern:
      /\b(?:forget|ignore|disregard) (?:everything|all of (?:that|this)|all that|above|the above|what (?:i|we) (?:said|discussed))(?: (?:before|above|prior|i said|we discussed)| and\b|[.,:;!]|$)|\bvergiss (?:nun |jetzt |bitte )?alle[s]?\b|\bignorier(?:e|en sie) (?:bitte )?(?:alle|die) (?:[a-zäöüß]+ ){0,2}(?:anweisungen|befehle|regeln|aufgaben)\b/,
  },
  {
    name: 'new-task',
    pattern:
      /\b(?:(?:focus|concentrate) on (?:your|the) new task|now (?:further|new) (?:tasks?|instructions?) (?:are followed|follow)|remove all (?:previous|prior) tasks|leave all (?:the )?previous)\b/,
  },
  {
    name: 'reveal-prompt',
    pattern:
      /\b(?:reveal|show|print|repeat|output|tell me|display|leak|write out|what (?:is|are|was|were)) (?:[a-z]+ ){0,4}(?:system prompt|hidden (?:prompt|instruction)s?|initial (?:prompt|instruction)s?|(?:your|the) (?:[a-z]+ ){0,2}instructions (?:above|verbatim|word for word)|text above|secret (?:key|code|phrase|password))\b/,
  },
  {
    name: 'role-switch',
    pattern:
      /\b(?:you are now|from now on,? you (?:are|will|must)|act as if you (?:are|were|had) (?:no|not|un)|pretend (?:that )?you (?:are|have) (?:no|not|un)|enter (?:developer|debug|god|admin) mode|(?:developer|dan|jailbreak) mode (?:enabled|on|activated)|do anything now)\b/,
  },
  {
    name: 'chat-markup',
    pattern:
      /<\|(?:im_start|im_end|system|endoftext|eot_id|start_header_id)\|>|\[\/?inst\]|<<\/?sys>>|\n#{2,3} ?(?:system|instruction)s?:/,
  },
  { name: 'fake-turn', pattern: /(?:^|\n)\s{0,8}(?:system|assistant)\s?:\s/ },
  {
    name: 'stop-and-do',
    pattern:
      /\b(?:stop (?:everything|all)|new (?:task|instructions?)s?:|instead,? (?:just )?(?:say|print|output|respond with|write) (?:only |exactly )?["'“])/,
  },
  {
    name: 'exfiltration',
    pattern:
      /\b(?:send|post|upload|forward|append|exfiltrate) (?:[a-z]+ ){0,6}(?:to|into) (?:https?:\/\/|the (?:url|webhook|address) )/,
  },
];

// Tag characters and bidirectional overrides are never typed by people; runs of zero-width ones hide text.
const hidden = /[\u{E0000}-\u{E007F}]|[\u202A-\u202E\u2066-\u2069]|[\u200B-\u200D\u2060\uFEFF]{3}/u;

const normalise = (text: string): string =>
  text
    .slice(0, scannedCharacters)
    .normalize('NFKC')
    .replaceAll(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, '')
    .toLowerCase()
    .replaceAll(/[ \t]+/g, ' ');

/**
 * Names of the injection signs in a text; telemetry, never a verdict, because a content detector cannot
 * tell an instruction in a document from an attack. Looks at the first 32 KB.
 */
export const findInjectionSignals = (text: string): readonly string[] => {
  const plain = normalise(text);
  const found = signals.filter(({ pattern }) => pattern.test(plain)).map(({ name }) => name);
  return hidden.test(text.slice(0, scannedCharacters)) ? [...found, 'hidden-characters'] : found;
};
