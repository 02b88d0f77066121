import { foldInPlace } from 'tributary/text';

/**
 * How a request to an assistant begins, by what it asks for. Folded (lower case, no diacritics); English, German,
 * French, Spanish, Italian. `WORKS` make or change a text or tell what is known; businesses write such words to each
 * other too, so they are a sign only where the place is odd. What letters ask of people (pay, sign, call, book, visit,
 * click) is left out on purpose.
 */
const openers = {
  WORKS: `abbreviate add adopt alphabetize alternate analyse analyze anagram annotate answer append apply argue arrange
    articulate assess augment automate begin blend brainstorm break build calculate capitalize cast categorize change chart
    cite clarify classify code combine comment compare compile compose compute conclude condense conduct conjugate
    construct contrast convert correct craft create critique debate debug decipher decode decrypt deduce define
    demonstrate derive describe design detail detect determine develop devise diagnose disclose discuss display distinguish
    disguise document draft draw dump edit elaborate embed emphasize employ emulate encode encourage encrypt end
    enhance enumerate estimate evaluate examine exclude execute exemplify expand explain explore express extend extract
    fabricate finish forecast format formulate generate give group guess hint highlight hypothesize identify illustrate
    imagine imitate implement impersonate imply improve improvise include incorporate infer inject insert integrate
    interpret introduce invent investigate invert jumble jot justify limit link list make map mask mention merge mimic
    misspell mix mock model modify name narrate obfuscate offer omit optimize organize outline output paraphrase parse
    persuade pick pitch plan play plot portray praise predict prefix prepare present pretend print produce program
    prompt promote pronounce propose prove provide punctuate query quote randomize rank rate recap recite recommend
    recount redact refactor refer reflect refute relate remove render reorder repeat rephrase replace report represent
    reproduce research respond restate reveal reverse review revise rewrite rhyme role roleplay rotate scramble script
    sequence shift shorten show shuffle simplify simulate sing sketch solicit solve sort speculate spell split spread
    start state stress structure substitute suffix suggest sum summarise summarize switch swap synthesize tabulate tailor tally
    teach tease tell trace transcribe transform translate transliterate transpose turn urge use utilise utilize verify
    visualize weave write advertise advise recommend announce endorse disseminate assert claim convince deploy incite
    lie pose popularize publicize share warn talk chat recall put place entertain crack sprinkle swear rap rant pun
    dramatize fantasize gossip joke toast phrase word
    schreibe schreib ubersetze erklare erklar erlautere beschreibe fasse zusammenfassen nenne liste verfasse formuliere
    erstelle erzahle erzahl entwickle berechne analysiere vergleiche diskutiere antworte ersetze fuge erganze wiederhole
    ubersetzen erfinde dichte programmiere generiere empfehle bewerte verschlussele kodiere
    ecris ecrivez traduis traduisez explique expliquez decris decrivez resume resumez raconte racontez redige redigez
    donne calcule compare reponds repondez ajoute ajoutez remplace remplacez inclus incluez
    escribe escriba traduce traduzca explica explique describe describa resume resuma cuenta cuentame redacta calcula
    compara responde anade agrega reemplaza incluye scrivi traduci spiega descrivi riassumi racconta rispondi`,
  ERRANDS: `ask arrange automate backup check collect configure count create delete divide double enable find fix gather
    get implement install keep launch lookup look monitor multiply notify open organise organize plan play prioritize
    rank read recall record remember remind round run scan schedule search select set sync test track turn update
    watch find suche finde plane richte erinnere recherchiere cherche trouve planifie busca encuentra programa`,
  ASKS: `what who whom whose when where why how which is are was were do does did can could would should will has have
    was wer wen wem wann wo warum wieso weshalb wie welche welcher welches ist sind kann konnen
    que qui quand ou pourquoi comment quel quelle quels quelles quien cuando donde cual como cuanto por
    che chi quando dove perche come quale`,
  LEADS: `please kindly now then also next first finally bitte jetzt nun dann also por favor sil vous plait merci just
    additionally furthermore moreover instead afterwards always never lets let's hey hello hi ok okay`,
} as const;

const setOf = (text: string): ReadonlySet<string> => new Set(foldInPlace(text).split(/\s+/));

/** Verbs by which an assistant is asked to make, change or tell something. */
export const works = setOf(openers.WORKS);
/** Verbs of errands: asked of people and programs alike. */
export const errands = setOf(openers.ERRANDS);
/** Words that questions begin with. */
export const asks = setOf(openers.ASKS);
/** Words that may stand before the verb of a request. */
export const leads = setOf(openers.LEADS);
/** Words that tie a sentence to its surroundings or to what writer and reader do together. */
export const ties =
  setOf(`i we us our ours my mine me this that these those it its they them their he she him his her
  here there above below attached enclosed following ich wir uns unser unsere mein meine dies diese dieser dieses dieser
  sie es ihnen ihr ihre ihren nous notre nos mon ma mes ce cette ces il elle nosotros nuestro nuestra mi esto esta este`);
/** What an assistant gives back. */
export const answerWords =
  /\b(?:your|deiner?n?|ihrer?n?|votre|tu|su) (?:\w+ ){0,2}(?:response|reply|answer|output|message|summary|text|words|antwort|ausgabe|reponse|respuesta)\b/u;
/** Of an answer, where nobody speaks of one: among the rows of a table. */
export const answerSpokenOf =
  /\b(?:the|every|each|any|this) (?:\w+ ){0,2}(?:response|reply|answer|output|user|users|reader|readers|antwort|reponse)\b/u;
/** `Can you explain …`, `I want you to write …`, `tell me`, `how do I`: asked of someone who knows or makes things. */
export const askedOfAssistant =
  /^(?:(?:can|could|would|will) you (?:please )?|i (?:want|need|would like|d like) you to |help me (?:to )?|konnen sie |kannst du |konntest du |pouvez vous |peux tu |puedes )(\p{L}+)/u;
