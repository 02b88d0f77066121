/** Phrases of support threads in English, German, French and Spanish. */
const cue = (phrases: string) =>
  new RegExp(`(?<![\\p{L}\\d])(?:${phrases.trim().replace(/\s*\n\s*/g, '')})(?![\\p{L}\\d])`, 'iu');

/** Whose name says what they are. */
export const ROLE = {
  SUPPORT:
    cue(`support\\p{L}*|agent|help ?desk|service|technician|engineer|assistant|operator|bot|kundendienst|
techniker(?:in)?|conseiller|assistance|soporte|agente`),
  CUSTOMER: cue('customer|client|user|caller|guest|kunde|kundin|nutzer(?:in)?|cliente|usuario|utilisateur'),
};

/** Trouble. */
export const PROBLEM =
  cue(`problem\\p{L}*|issue\\p{L}*|error\\p{L}*|broken|fail\\p{L}*|crash\\p{L}*|blank|wrong|missing|stuck|unable|cannot|can't|
can not|could not|couldn't|won't|does(?:n't| not)|do(?:n't| not)|is(?:n't| not)|stopped|no longer|only prints|refuses?|damaged|lost|late|
never (?:arrived|came)|not (?:work\\p{L}*|received|possible)|fehler\\p{L}*|kaputt|defekt|funktioniert nicht|geht nicht|nicht mehr|kann nicht|
leider|falsch|fehlt|panne|erreur\\p{L}*|ne (?:marche|fonctionne) (?:pas|plus)|impossible|problème\\p{L}*|fallo|no funciona|no puedo|problema`);

/** What somebody did, in the past. */
export const TRIED =
  cue(`(?:i|we)(?:'ve| have)?(?: also| already| even| now| just)? (?:tried|changed|restarted|rebooted|reinstalled|replaced|
reset|cleared|checked|updated|upgraded|removed|deleted|switched|unplugged|installed|cleaned|opened|called|tested|downloaded|logged|turned)|
habe(?:n)?[^.!?]{0,80}(?:versucht|neu gestartet|neugestartet|gewechselt|ausgetauscht|geprüft|überprüft|installiert|gelöscht|zurückgesetzt)|
(?:j'ai|nous avons|on a)(?: déjà| aussi)? (?:essayé|redémarré|changé|remplacé|vérifié|réinstallé|supprimé)|
(?:he|hemos)(?: ya| también)? (?:probado|intentado|reiniciado|cambiado|comprobado|reinstalado|borrado)`);

/** What somebody is asked to do. */
export const REQUEST =
  cue(`please|could you|can you|would you|try (?:to|again|the|a|this|that|\\p{L}+ing)|then (?:print|open|click|restart|press|choose|select)|make sure|
bitte|könnten sie|können sie|versuchen sie|veuillez|s'il vous plaît|pourriez-vous|pouvez-vous|essayez|por favor|podría|puede usted|intente|pruebe`);

/** What somebody says they will do. */
export const PROMISE =
  cue(`(?:i|we)(?:'ll| will| shall| am going to| are going to)|i'll|we'll|will (?:send|call|replace|refund|get back|be (?:sent|replaced))|
(?:ich|wir) werden?|melde(?:n)? (?:mich|uns)|(?:je|nous) (?:vais|allons)|(?:voy|vamos) a`);

/** That it is settled. */
export const RESOLVED =
  cue(`that (?:was|did) it|(?:it |this |everything |all )?(?:now )?works?(?: again| now| fine| perfectly)|working (?:again|now)|
(?:is|are|was|been|got|now) (?:solved|fixed|resolved|closed|back(?: again)?)|problem solved|solved (?:it|the)|close (?:the|this) (?:ticket|case)|status: ?(?:closed|resolved|solved)|
funktioniert (?:wieder|jetzt|nun)|gelöst|behoben|hat geklappt|geht (?:wieder|jetzt)|résolu\\p{L}*|(?:ça |cela )?(?:re)?marche (?:maintenant|à nouveau)|
resuelto|solucionado|ya funciona|funciona (?:de nuevo|ahora)`);

/** That it is not. */
export const STILL =
  cue(`still (?:not|no|fails?|broken|the same|doesn't|does not|isn't|is not|cannot|can't|an?|blank|getting)|
not (?:solved|fixed|resolved|working)|nothing helps|(?:doesn't|does not|didn't|did not|won't) (?:work|help)|immer noch|weiterhin nicht|noch nicht|toujours (?:pas|le même)|encore|sigue (?:sin|igual)|todavía no`);

/** Greetings and thanks tell nothing of the matter. */
export const UNTOLD =
  /^(?:hello|hi|hey|dear|good (?:morning|afternoon|evening)|thanks?|thank you|hallo|guten (?:tag|morgen)|sehr geehrte\p{L}*|bonjour|merci|hola|buenos días|gracias)(?:[\s,!.]+\S+){0,2}[\s,!.]*$/iu;
