import { foldInPlace } from 'tributary/text';

/**
 * Words that instructions to a model are made of, by class, folded (lower case, no diacritics); English, German,
 * French, Spanish, Italian, Portuguese, Russian, Croatian. Chinese has no spaces and is matched by `markers.ts`.
 */
const classWords = {
  IGNORE: `ignore ignores disregard neglect bypass override overrule overwrite discard dismiss circumvent
    ignoriere ignorieren ignoriert missachte missachten verwerfe ubergehe uberschreibe
    ignorez ignorer negligez outrepasse contourne ignora ignorar ignora omite omita descarta ignorate игнорируй игнорируйте`,
  FORGET: `forget vergiss vergesst vergessen streichen oublie oubliez oublier olvida olvide olvidar olvidate dimentica
    esqueca esquece zaboravi zaboravite забудь забудьте`,
  ALL: `all any every everything whatever alle alles allen samtliche samtlichen tout toute tous toutes todo toda todos todas
    tutto tutte tutti sve все всё`,
  PRIOR: `previous previously prior preceding above earlier before former foregoing initial original existing
    vorherige vorherigen vorheriger vorigen vorangegangene vorangegangenen vorangehenden vorangehende obige obigen bisherige bisherigen fruhere fruheren davor zuvor vorher
    precedent precedente precedentes precedents anterieur anterieures dessus anteriores anterior previas previos previa arriba
    precedenti prethodne предыдущие предыдущих предыдущая выше`,
  OWN: `your yours deine deinen deiner dein ihre ihren ihrer eure ta tes ton vos votre tu tus su sus tue tuoi suas seus твои ваши`,
  ORDERS: `instruction instructions prompt prompts rule rules direction directions directive directives guideline guidelines
    command commands order orders task tasks assignment assignments constraint constraints restriction restrictions
    programming training policy policies conversation context contexts safeguards filters
    anweisung anweisungen befehl befehle befehlen aufgabe aufgaben auftrag auftrage auftragen regel regeln vorgabe vorgaben instruktion instruktionen
    ausfuhrungen consigne consignes regle regles ordre ordres instruccion instrucciones orden ordenes regla reglas indicaciones
    istruzioni istruzione regole instrucoes regras instrukcije instrukcija инструкции инструкций указания правила`,
  SHOW: `show reveal print display output repeat return leak disclose expose dump recite
    zeige zeig zeigen gib verrate drucke drucken wiederhole ausgeben ausgib vorzeigen montre montrez affiche affichez revele revelez repete repetez
    muestra muestrame revela imprime repite mostra stampa покажи выведи повтори`,
  PROMPT: 'prompt prompts eingabeaufforderung embeddings systemprompt',
  SECRET: `password passwords credentials secret secrets token tokens apikey passwort passworter zugangsdaten contrasena contrasenas motdepasse`,
  SAY: `say says output print write answer respond reply tell sage sag sagen schreibe schreib antworte antworten dis dites reponds ecris di decir escribe responde scrivi скажи напиши`,
  ONLY: 'only just simply instead nur bloss stattdessen seulement uniquement simplement solo solamente unicamente только',
  YOU: 'you u du sie ihr tu vous usted ustedes voce ты вы',
  NEW: 'new another additional next further neue neuen neuer weitere weiteren folgende nouvelle nouvelles nueva nuevas nuevo nuova новая новое',
  TASK: `task tasks instruction instructions assignment assignments order orders aufgabe aufgaben anweisung anweisungen auftrag tache taches consigne consignes tarea tareas instruccion instrucciones`,
  MODEL: `ai llm gpt chatgpt claude gemini copilot assistant assistants chatbot bot ki sprachmodell assistent ia asistente`,
  ANSWER: `response responses answer answers reply replies output outputs summary antwort antworten zusammenfassung reponse reponses respuesta respuestas`,
  SHAPE: `add include append integrate insert incorporate embed modify change alter enhance provide give render write rewrite
    replace substitute remove rearrange scramble anagram misspell encode translate convert reverse encrypt group capitalize
    use augment combine jumble break introduce make end begin start finish conclude mention suggest express invert reply mix shuffle format
    fuge erganze integriere schreibe ersetze entferne ajoute ajoutez remplace incluye anade agrega reemplaza`,
  CODEPART: 'snippet snippets block blocks excerpt excerpts section sections',
  CODEHOME:
    'code codebase implementation solution algorithm program response elucidation answer project logic',
  NOT: 'not never dont nicht niemals kein keine ne pas jamais no nunca non',
  USER: 'user users human operator customer reader anyone benutzer nutzer anwender utilisateur usuario',
  TELL: 'tell inform mention reveal disclose notify alert show say sage verrate erwahne dis mentionne revele digas menciones',
  APPROVE:
    'approve accept pay recommend hire pass authorize authorise release genehmige freigeben bezahle approuve aprueba',
  WITHOUT: 'without skip skipping bypass bypassing ignoring ohne sans sin',
  CHECK:
    'review validation checks check verification approval approvals rules prufung kontrolle freigabe verification validation revision validacion',
  FREE: 'unrestricted unfiltered uncensored unlimited jailbroken jailbreak dan evil amoral unethical boundless ungefiltert uneingeschrankt',
} as const;

export type WordClass = keyof typeof classWords;

const order = Object.keys(classWords) as WordClass[];

/** The bit of each class. */
export const bits = Object.fromEntries(order.map((name, index) => [name, 1 << index])) as Record<
  WordClass,
  number
>;

/** The classes of each word as bits. */
export const lexicon: ReadonlyMap<string, number> = collect();

function collect(): Map<string, number> {
  const found = new Map<string, number>();
  for (const name of order) {
    for (const word of foldInPlace(classWords[name]).split(/\s+/))
      found.set(word, (found.get(word) ?? 0) | bits[name]);
  }
  return found;
}

/**
 * Words of the lexicon by first and last letter and the sorted letters between: `ignroe` and `prevoius` are read by
 * people and models alike (typoglycemia). Short words are left out, for their scrambles are other words.
 */
const scrambles: ReadonlyMap<string, number> = new Map(
  [...lexicon].filter(([word]) => word.length >= 6).map(([word, classes]) => [scrambleKey(word), classes]),
);
/** Most words are no scramble, which their sums say without a sort. */
const scrambleSums: ReadonlySet<number> = new Set(
  [...lexicon.keys()].filter((word) => word.length >= 6).map(scrambleSum),
);

/** The classes of the word that this one is a scramble of, if any. */
export function unscrambled(word: string): number | undefined {
  if (word.length < 6 || !scrambleSums.has(scrambleSum(word))) return undefined;
  return scrambles.get(scrambleKey(word));
}

/** The same for all scrambles of a word. */
function scrambleSum(word: string): number {
  const last = word.length - 1;
  let sum = 0;
  for (let index = 1; index < last; index++) sum += word.charCodeAt(index) ** 2;
  return sum * 0x10000 + ((word.charCodeAt(0) << 8) ^ word.charCodeAt(last));
}

function scrambleKey(word: string): string {
  return `${word[0]}${[...word.slice(1, -1)].sort().join('')}${word.at(-1)}`;
}
