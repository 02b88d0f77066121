import { findIbans, findIdentifiers, foldInPlace } from 'tributary/text';

export const sensitivityLevels = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED'] as const;
export type SensitivityLevel = (typeof sensitivityLevels)[number];

export const reasonKinds = ['MARK', 'SECRET', 'PERSONAL_DATA', 'FINANCIAL_DATA', 'NO_SIGN'] as const;

/** Why a text is as sensitive as it is; what was found is counted, not repeated. */
export interface SensitivityReason {
  kind: (typeof reasonKinds)[number];
  level: SensitivityLevel;
  detail: string;
  count: number;
}

export interface Sensitivity {
  level: SensitivityLevel;
  confidence: number;
  reasons: SensitivityReason[];
}

interface Sign {
  kind: SensitivityReason['kind'];
  level: SensitivityLevel;
  detail: string;
  /** How sure one of them makes. */
  confidence: number;
  /** From so many on. */
  least?: number;
  count(text: string): number;
}

const headCharacters = 1_500;
const mostCharacters = 200_000;
/** A text without any sign is taken for internal: nobody said that it is public. */
const unsigned = { level: 'INTERNAL' as const, confidence: 0.5 };

const occurrences = (pattern: RegExp) => (text: string) => text.match(pattern)?.length ?? 0;
/** A mark stands alone in a line or cell of the head or the foot: in a sentence the same word says something else. */
const mark = (words: string) => {
  const pattern = new RegExp(
    `(?:^|[\\n\\t|])[ *#\\[(=_-]*(?:(?:classification|klassifizierung|vertraulichkeit|einstufung|sensitivity|status)\\s*[:=]\\s*)?(?:${words})(?:[ ,/–-]+(?:document|information|use only|dokument|and \\p{L}+|und \\p{L}+|only))*[ *#\\])=_.!-]*(?=$|[\\n\\t|])`,
    'gu',
  );
  return (text: string) => {
    const folded = foldInPlace(text);
    const ends =
      folded.length > 2 * headCharacters
        ? [folded.slice(0, headCharacters), folded.slice(-headCharacters)]
        : [folded];
    return ends.reduce((sum, each) => sum + (each.match(pattern)?.length ?? 0), 0);
  };
};

const SIGNS: readonly Sign[] = [
  {
    kind: 'SECRET',
    level: 'RESTRICTED',
    detail: 'keys, passwords or tokens',
    confidence: 0.95,
    count: occurrences(
      /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----|(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])|(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,200}|(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{30,100}|(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{10,500}\.eyJ[A-Za-z0-9_-]{10,500}\.|(?:password|passwort|mot de passe|contraseña|api[_-]?key|secret)\s{0,3}[:=]\s{0,3}[^\s,;]{6,80}/giu,
    ),
  },
  {
    kind: 'MARK',
    level: 'RESTRICTED',
    detail: 'marked as restricted or secret',
    confidence: 0.95,
    count: mark(
      'restricted|(?:top |strictly )?secret|strictly confidential|highly confidential|eyes only|streng (?:vertraulich|geheim)|geheim|secret defense|tres secret|estrictamente confidencial|secreto|strictement confidentiel|совершенно секретно|секретно|机密|绝密',
    ),
  },
  {
    kind: 'MARK',
    level: 'CONFIDENTIAL',
    detail: 'marked as confidential',
    confidence: 0.95,
    count: mark(
      '(?:company |commercial in |private (?:and|&) )?confiden(?:tial|ce)|vertraulich|confidentiel|confidencial|proprietary|riservato|vertrouwelijk|poufne|конфиденциально|秘密',
    ),
  },
  {
    kind: 'MARK',
    level: 'INTERNAL',
    detail: 'marked as internal',
    confidence: 0.95,
    count: mark(
      '(?:for )?internal(?: use)?(?: only)?|(?:nur )?(?:fur den )?intern(?:en gebrauch|er gebrauch)?|usage interne|interne|uso interno|interno|для служебного пользования|内部',
    ),
  },
  {
    kind: 'MARK',
    level: 'PUBLIC',
    detail: 'marked as public',
    confidence: 0.9,
    count: mark(
      '(?:for )?public(?: release| domain)?|for immediate release|press release|pressemitteilung|offentlich|communique de presse|comunicado de prensa|publico|общедоступно|公开',
    ),
  },
  {
    kind: 'PERSONAL_DATA',
    level: 'RESTRICTED',
    detail: 'health, religion or criminal record of a person',
    confidence: 0.75,
    count: occurrences(
      /(?<!\p{L})(?:patient(?:in)?(?: name| id)?\s?:|diagnos(?:is|e)\s?:|medical record|krankenakte|dossier médical|historia clínica|criminal record|vorstrafen|religion\s?:|konfession\s?:)/giu,
    ),
  },
  {
    kind: 'PERSONAL_DATA',
    level: 'CONFIDENTIAL',
    detail: 'numbers of persons (tax, health, identity), with right check digits',
    confidence: 0.85,
    count: (text) =>
      findIdentifiers(text, ['nhs', 'pesel', 'nir', 'german-tax-id', 'codice-fiscale']).length +
      occurrences(/(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\d-])/gu)(text),
  },
  {
    kind: 'PERSONAL_DATA',
    level: 'CONFIDENTIAL',
    detail: 'birth dates, salaries or home addresses of persons',
    confidence: 0.75,
    count: occurrences(
      /(?<!\p{L})(?:date of birth|born on|geburtsdatum|geboren am|date de naissance|fecha de nacimiento|salary|gehalt|salaire|salario|home address|privatanschrift|passport (?:no|number)|personalausweis)(?!\p{L})/giu,
    ),
  },
  {
    kind: 'PERSONAL_DATA',
    level: 'INTERNAL',
    detail: 'mail addresses or telephone numbers',
    confidence: 0.7,
    count: occurrences(
      /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,5}|(?<![\d+])\+\d{1,3}[ ()/-]{0,2}\d(?:[ ()/-]{0,2}\d){6,12}(?!\d)/gu,
    ),
  },
  {
    kind: 'FINANCIAL_DATA',
    level: 'CONFIDENTIAL',
    detail: 'payment cards, with right check digits',
    confidence: 0.9,
    count: (text) => findIdentifiers(text, ['card']).length,
  },
  {
    kind: 'FINANCIAL_DATA',
    level: 'INTERNAL',
    detail: 'bank accounts, with right check digits',
    confidence: 0.8,
    count: (text) => findIbans(text).length,
  },
  {
    kind: 'FINANCIAL_DATA',
    level: 'CONFIDENTIAL',
    detail: 'figures of a business that are not published',
    confidence: 0.65,
    least: 2,
    count: occurrences(
      /(?<!\p{L})(?:profit margin|gross margin|ebitda|cash flow|forecast|budget|acquisition|due diligence|marge|gewinnmarge|rohertrag|umsatzprognose|übernahme|prévision|presupuesto)(?!\p{L})/giu,
    ),
  },
];

/**
 * How sensitive a text is, with what shows it. Marks of the text itself decide beside what is found in it: the highest
 * level with a sign is the text's, as classification policies have it (NIST SP 800-60: the high-water mark); a text that is
 * marked as public stays public unless something forbids it. Confidence rises with the number of signs (noisy or).
 */
export function sensitivityOf(whole: string): Sensitivity {
  const text =
    whole.length > mostCharacters
      ? `${whole.slice(0, mostCharacters)}\n${whole.slice(-headCharacters)}`
      : whole;
  const found = SIGNS.flatMap((sign) => {
    const count = sign.count(text);
    return count >= (sign.least ?? 1) ? [{ sign, count }] : [];
  });
  const reasons = found.map(({ sign: { kind, level, detail }, count }) => ({ kind, level, detail, count }));
  if (found.length === 0) {
    const none = {
      kind: 'NO_SIGN' as const,
      level: unsigned.level,
      detail: 'nothing that is sensitive was found',
      count: 0,
    };
    return { ...unsigned, reasons: [none] };
  }
  const isPublic = found.some(({ sign }) => sign.kind === 'MARK' && sign.level === 'PUBLIC');
  // A press release names who to call: what is only internal does not take the mark away.
  const weighed = isPublic
    ? found.filter(({ sign }) => sign.level !== 'INTERNAL' || sign.kind === 'MARK')
    : found;
  const level =
    sensitivityLevels.findLast((each) => weighed.some(({ sign }) => sign.level === each)) ?? unsigned.level;
  const doubt = weighed
    .filter(({ sign }) => sign.level === level)
    .reduce((product, { sign }) => product * (1 - sign.confidence), 1);
  return { level, confidence: Math.min(0.99, Math.round(100 * (1 - doubt)) / 100), reasons };
}
