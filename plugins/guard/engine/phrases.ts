import type { Severity } from './finding.js';
import { bits, type WordClass } from './lexicon.js';

/** A step of a phrase: a word of these classes or one of these words, at most `gap` words after the step before. */
export interface Step {
  classes: number;
  literals: ReadonlySet<string>;
  gap: number;
}

export interface Phrase {
  kind: string;
  rule: string;
  version: number;
  severity: Severity;
  /** Whether the phrase must begin a sentence, as an order does. */
  begins: boolean;
  steps: readonly Step[];
}

/**
 * `CLASS word a|b ..3 CLASS`: classes are in capitals, words in small letters, `..3` lets up to three words stand
 * between, `^` asks for the beginning of a sentence.
 */
function phrase(rule: string, severity: Severity, ...patterns: string[]): Phrase[] {
  return patterns.map((pattern) => {
    const begins = pattern.startsWith('^');
    const steps: Step[] = [];
    let gap = 0;
    for (const part of pattern.replace(/^\^\s*/u, '').split(/\s+/u)) {
      if (part.startsWith('..')) {
        gap = Number(part.slice(2));
        continue;
      }
      const names = part.split('|');
      const classes = names.reduce((all, name) => all | (bits[name as WordClass] ?? 0), 0);
      steps.push({ classes, literals: new Set(names.filter((name) => !(name in bits))), gap });
      gap = 0;
    }
    return { kind: `instruction.${rule}`, rule: `guard.${rule}`, version: 1, severity, begins, steps };
  });
}

/** Orders to a model by their wording. `HIGH` has hardly another reading; `MEDIUM` could be meant for a person. */
export const phrases: readonly Phrase[] = [
  ...phrase(
    'override',
    'HIGH',
    'IGNORE|FORGET ..3 ALL|PRIOR|OWN ..3 ORDERS|PROMPT',
    'IGNORE|FORGET ..2 ORDERS ..5 PRIOR',
    'IGNORE|FORGET ALL ..3 PRIOR',
    'IGNORE|FORGET ALL ..4 told|said|learned|gesagte|gesagt|besprochen|dicho|digo',
    'ORDERS ..2 PRIOR ..3 IGNORE',
    'PRIOR ORDERS ..3 IGNORE|FORGET',
    'ALL PRIOR ..4 FORGET|IGNORE',
    'change|replace|update OWN ORDERS ..3 to|with',
    'OWN ORDERS are now',
    'lassen ..3 PRIOR informationen ..2 hinter',
    'abweichend ..2 PRIOR ORDERS',
    'do not|dont|never follow|obey|listen ..3 PRIOR|OWN|system ORDERS',
  ),
  ...phrase(
    'override',
    'MEDIUM',
    '^ FORGET ALL',
    '^ IGNORE|FORGET ALL and|else|you|that|this|before|above|said|told',
    'IGNORE|FORGET everything|alles|tout|todo ..4 and|und|et|y ONLY|jsut|SAY',
    '^ IGNORE the|any ..1 ORDERS',
    'FORGET ALL and|schreibe|write|say|tell',
    'FORGET about ..2 ORDERS',
  ),
  ...phrase(
    'disclosure',
    'HIGH',
    'SHOW ..4 OWN|system|full|entire|hidden|initial|complete|gesamten|ganzen ..3 PROMPT',
    'SHOW ..3 ALL ..3 PROMPT',
    'SHOW ..3 PRIOR ..2 PROMPT',
    'SHOW|TELL ..4 OWN system|initial|original|hidden|secret ORDERS',
    'what|which ..3 OWN system|initial|original|hidden PROMPT|ORDERS',
    'written|stated ..3 beginning|start ..3 PROMPT',
    'SHOW OWN embeddings|weights|configuration',
    'obige|obigen PROMPT',
  ),
  ...phrase(
    'disclosure',
    'MEDIUM',
    'SHOW ..3 OWN ORDERS',
    'tell ..2 what ..2 OWN ORDERS',
    'send|post|forward|upload|transmit|email|exfiltrate ..6 conversation|history|transcript ..6 to',
    'send|post|forward|upload|transmit|email|exfiltrate|leak ..5 PROMPT|SECRET|apikeys ..6 to',
  ),
  ...phrase(
    'role',
    'HIGH',
    'from now on YOU ..3 are|will|must|act|shall|answer|respond|have',
    'YOU are now ..4 FREE|MODEL|model',
    'pretend|imagine|act ..5 FREE MODEL|model|mode',
    'act ..3 as dan',
    'do anything now',
    'developer|god|jailbreak|dan|sudo mode enabled|activated',
    'enter|enable|activate ..2 developer|god|jailbreak|dan|sudo mode',
    'YOU have no ..2 restrictions|limitations|filters|rules|guidelines',
    'without ..3 restrictions|filters|censorship|guardrails ..4 answer|respond|reply',
    'YOU are no longer ..4 MODEL|model|bound',
    'ab jetzt|sofort bist|antwortest|wirst du|YOU',
  ),
  ...phrase(
    'role',
    'MEDIUM',
    'i want YOU to act|pretend|behave|roleplay as|like',
    'ich mochte dass YOU ..6 fungieren|agieren|verhalten',
    '^ now YOU are a|an',
    'jetzt bist du',
    '^ act as a|an|if',
    '^ YOU are the|a|an ..4 as the|a|an ..4 tell|answer|write|respond',
    'stay in ..2 role|character',
    'imagine YOU are the|a',
    'du bist kein|keine ..2 sondern',
    'actua|agis ..1 como|comme un|una|une',
  ),
  ...phrase(
    'task',
    'MEDIUM',
    'OWN NEW TASK is|are|ist|sind|lautet|lauten',
    'on|auf OWN NEW TASK',
    'OWN NEW TASK show|zeige|write|schreibe|print',
    'YOU ..2 NEW TASK ..2 is|are|ist',
    'NEW TASK for you|dich|sie|MODEL',
    'focus|concentrate|konzentriere|konzentrieren ..4 NEW TASK',
    '^ NEW|additional instruction|statement|anweisung|instruktion',
    'now|nun|jetzt|but come|comes|folgen|kommen ..3 NEW|paar TASK',
    'following|folgende|folgenden NEW TASK',
    'execute|run|perform ..2 following instruction|instructions',
    'system override|prompt|message|instruction update|follows|override',
  ),
  ...phrase(
    'answer',
    'MEDIUM',
    'do not|dont answer ..3 question|request ..8 ONLY|SAY',
    'donnt|not answer ..2 question according',
    'instead ..1 output|print|say|respond|reply|write ..8 as|with|that',
    'i command YOU to',
    'answer|respond|reply|antworte|responde|repond ..3 with|mit|con only|just|haha|yes|i',
    'respond to all|every|any ..2 with',
    '^ say yes',
    'YOU|tu only|just|solo|nur|dices|tienes have|tienes|que ..2 say|decir',
    'include|say|tell ..2 that YOU hate|love',
  ),
  // What people write of programs and say in meetings, too: a sign among others, in a short text.
  ...phrase(
    'disclosure',
    'LOW',
    'send|post|upload|exfiltrate|leak ..4 ALL ..4 data|documents|files|contents|emails ..4 to',
  ),
  ...phrase('role', 'LOW', 'YOU are now ..1 a|an|the'),
  ...phrase(
    'answer',
    'LOW',
    'ONLY output|print|respond|reply with|the|this|following',
    '^ ONLY say|answer|write with|the|this|following',
    'and ONLY ..1 output|print|say|schreibe',
    'ONLY|jsut output|print',
    'and|instead print|output|say i|the|this|yay|only',
    'every time YOU ..5 answer|respond|reply|say',
    'execute|run|perform ..2 following command|commands',
  ),
  ...phrase(
    'shape',
    'MEDIUM',
    '^ SHAPE ..14 OWN ANSWER',
    '^ please SHAPE ..14 OWN ANSWER',
    '^ in OWN ANSWER ..2 SHAPE|tease|hint|use|refer|direct|encourage|urge',
    '^ SHAPE OWN ANSWER',
    'YOU SHAPE|display|represent|write ..8 OWN ANSWER ..8 in|into|with|as|using|emojis|letters',
    'following|subsequent|below|this code CODEPART ..8 OWN|the|YOU ..3 CODEHOME',
    'OWN ..3 CODEHOME ..10 following|subsequent|below code CODEPART',
    '^ SHAPE|blend|weave|merge|execute|deploy|utilize|employ|adopt|ensure ..6 following|subsequent|below code CODEPART',
  ),
  ...phrase(
    'addressed',
    'HIGH',
    'if YOU are|re ..2 MODEL|model',
    'if YOU are ..3 language model',
    'MODEL|model reading|processing|reviewing|summarizing this|the',
    'attention|note|message|notice|hinweis ..1 to|for|an|all ..2 MODEL|model|models',
    '^ dear MODEL',
  ),
  ...phrase(
    'addressed',
    'MEDIUM',
    '^ hello|hey|hi|hallo gpt|chatgpt|claude|ai|assistant',
    'as ..2 language model ..3 YOU',
    'YOU as ..2 language model',
  ),
  ...phrase(
    'concealment',
    'HIGH',
    'NOT TELL ..4 USER ..4 about|that|this|of',
    'NOT TELL|mention ..2 this|these|those instruction|instructions|message|text',
    'without telling|informing|notifying|alerting ..2 USER',
  ),
  ...phrase(
    'decision',
    'HIGH',
    'APPROVE ..5 this|the|diese|cette|esta ..3 invoice|document|payment|order|request|rechnung|facture|factura ..4 WITHOUT ..4 CHECK',
    'IGNORE|skip|bypass|WITHOUT ..3 CHECK ..3 and|und|et|y APPROVE',
    'mark|set|flag|classify ..3 this|the ..2 invoice|document|payment|transaction ..2 as approved|safe|trusted|verified|valid',
    'give|write|provide ..3 positive review ..3 only',
  ),
];
