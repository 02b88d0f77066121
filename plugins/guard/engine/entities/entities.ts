import type { Finding } from '../finding.js';
import { givenNames } from './given-names.js';

/** What may say who or where somebody is. Nothing checks it, so it is a family of its own and of the least severity. */
interface Clue {
  kind: 'person' | 'location' | 'date-time' | 'url' | 'group';
  /** The group `value` is what is found. */
  pattern: RegExp;
  holds?(value: string): boolean;
}

const mostOfAKind = 100;
const word = String.raw`\p{Lu}(?:[\p{Ll}\p{M}]{1,24}(?:[\p{Lu}'’-][\p{Ll}\p{M}]{1,24})?|['’]\p{Lu}\p{Ll}{1,24})`;
const particle = '(?:von|van|de|del|della|da|di|der|den|la|le|zu|dos|bin|al) ';
const name = String.raw`${word}(?: (?:\p{Lu}\. )?(?:${particle}){0,2}${word}){0,2}`;
const fullName = String.raw`${word} (?:\p{Lu}\. )?(?:${particle}){0,2}${word}(?: ${word})?`;
const title = String.raw`(?:(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Sir|Herrn?|Frau|Sr|Sra|Srta|Don|Doña|Señora?|Mme|Mlle|Monsieur|Madame|Maître|M(?=\.)|Sig|Signora?|Dott|г-н|г-жа|господин|госпожа)\.? )`;
const place = String.raw`${word}(?:[ -](?:${word}|(?:am|an der|on|upon|sur|de|del|la) ${word})){0,2}`;
const begin = String.raw`(?<![\p{L}\p{N}_])`;

/** Words that begin with a capital and stand where names do, yet are none. */
const common = new Set(
  `Mr Mrs Ms Mx Miss Dr Prof Herr Herrn Frau Sr Sra Mme Mlle Monsieur Madame Señor Señora The This That These Those There Then They We You He She It Its Our Your My His Her I A An And Or But If In On At For From To Not No Yes
  Please Thank Thanks Dear Hello Hi Sir Madam Sirs All Team Colleagues Customer Customers Client Friend Friends Everyone Regards Sincerely
  Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December
  Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Januar Februar März Mai Juni Juli Oktober Dezember
  Invoice Order Section Chapter Table Figure Article Appendix Annex Page Part Total Amount Department Company Bank Group Limited Inc Ltd GmbH AG
  Damen Herren Kollegen Kunde Kunden Der Die Das Ein Eine Und Wir Sie Ich Er Es Mit Rechnung Vertrag Kapitel Abschnitt Tabelle Anlage Angebot Bezug Zukunft
  Ordnung Kürze Folge Höhe Zahlung Summe Betrag Euro Verzug Auftrag Namen Form Sachen Frage Hinblick Rahmen
  El La Los Las Un Una Señores Cliente Estimado Estimada Le Les Une Messieurs Cher Chère Bonjour Client Je Nous Vous
  English German French Spanish Russian Italian Word Excel Java Python Internet Windows Linux Support Service Sales Office Management Human General
  Purchase Delivery Shipping Payment Terms Quality Project Board Court Law Act Agreement Contract Report Version Schedule Data Annual`
    .trim()
    .split(/\s+/u),
);
const isName = (value: string): boolean => {
  const words = value.split(/[ -]/u);
  return !words.some((one) => common.has(one));
};

const groups =
  'African|American|Arab|Argentin(?:e|ian)|Asian|Australian|Austrian|Belgian|Brazilian|British|Bulgarian|Canadian|Chinese|Croatian|Czech|Danish|Dutch|Egyptian|English|European|Finnish|French|German|Greek|Hungarian|Indian|Iranian|Iraqi|Irish|Israeli|Italian|Japanese|Korean|Mexican|Nigerian|Norwegian|Pakistani|Polish|Portuguese|Romanian|Russian|Scottish|Serbian|Spanish|Swedish|Swiss|Syrian|Turkish|Ukrainian|Vietnamese|Welsh|Anglican|Buddhist|Catholic|Christian|Hindu|Jewish|Lutheran|Mormon|Muslim|Orthodox|Protestant|Sikh|Communist|Conservative|Democrat|Liberal|Republican|Socialist';
const month =
  'Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Apr(?:il)?|Ma[yi]|June?i?|July?i?|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre';

const clues: readonly Clue[] = [
  {
    kind: 'person',
    pattern: new RegExp(String.raw`${begin}${title}{1,3}(?<value>${name})`, 'gu'),
    holds: isName,
  },
  {
    kind: 'person',
    pattern: new RegExp(
      String.raw`${begin}(?:Dear|Hi|Hello|Lieber?|Hallo|Querid[oa]|Estimad[oa]|Hola|Ch[eè]re?|Bonjour|Уважаем(?:ый|ая)|Дорог(?:ой|ая)) (?<value>${name})(?=[,!:\n]|$)`,
      'gu',
    ),
    holds: isName,
  },
  {
    kind: 'person',
    pattern: new RegExp(
      String.raw`(?:[Rr]egards|[Ss]incerely|[Yy]ours|Best wishes|Cheers|Mit freundlichen Grüßen|Viele Grüße|Beste Grüße|Herzlich|Saludos|Atentamente|Cordialement|Bien à vous|С уважением),?\s{1,4}(?<value>${name})(?=[,.\n]|$)`,
      'gu',
    ),
    holds: isName,
  },
  {
    kind: 'person',
    pattern: new RegExp(
      String.raw`${begin}(?:[Mm]y name is|I am called|[Ii]ch heiße|[Mm]ein Name ist|[Mm]e llamo|[Mm]i nombre es|[Jj]e m['’]appelle|[Mm]on nom est|[Мм]еня зовут) (?<value>${name})`,
      'gu',
    ),
    holds: isName,
  },
  {
    kind: 'person',
    pattern: new RegExp(
      String.raw`${begin}(?:(?:signed|written|approved|prepared) by|met|met with|spoke (?:to|with)|contact|unterschrieben von|firmado por|signé par) (?<value>${fullName})(?!\p{L})`,
      'gu',
    ),
    holds: isName,
  },
  {
    kind: 'person',
    pattern: new RegExp(
      String.raw`${begin}(?<value>${fullName})(?=,? (?:was born|born|geboren|geb\.|née?|nacid[oa]|aged|says|said|wrote|writes|told|replied|asked|lives|works|signed|explained|sagte|schrieb|schreibt|wohnt|arbeitet|erklärte|dijo|escribió|vive|trabaja|firmó|a dit|écrit|habite|travaille|a signé|сказала?|живёт|живет|работает)(?!\p{L}))`,
      'gu',
    ),
    holds: isName,
  },
  {
    kind: 'person',
    pattern: new RegExp(String.raw`${begin}(?<value>${fullName})(?![\p{L}\p{N}])`, 'gu'),
    holds: (value) => givenNames.has(value.split(/[ -]/u)[0] ?? '') && isName(value),
  },
  {
    kind: 'location',
    pattern: new RegExp(
      String.raw`${begin}(?<value>(?:${word}[ -]){0,2}(?:${word} (?:Street|Road|Avenue|Lane|Square|Drive|Boulevard)|\p{Lu}\p{Ll}{1,20}(?:straße|strasse|str\.|weg|platz|allee|gasse)) ?\d{0,4}[a-z]?)(?!\p{L})`,
      'gu',
    ),
  },
  {
    kind: 'location',
    pattern: new RegExp(
      String.raw`${begin}(?<value>(?:[Cc]alle|[Aa]venida|[Pp]laza|[Pp]aseo|[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace) (?:(?:de la|de|du|des|del|la|las) )?${word}(?: ${word})?(?:,? \d{1,4})?)`,
      'gu',
    ),
  },
  {
    kind: 'location',
    pattern: new RegExp(
      String.raw`${begin}(?:D-|A-|CH-|F-|E-)?\d{4,5} (?<value>${place})(?![\p{L}\p{N}])`,
      'gu',
    ),
    holds: isName,
  },
  {
    kind: 'location',
    pattern: /(?<![\p{L}\p{N}])(?<value>[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})(?![\p{L}\p{N}])/gu,
  },
  {
    kind: 'location',
    pattern: new RegExp(
      String.raw`${begin}(?:lives? in|living in|born in|moved to|based in|travel(?:s|l?ed)? to|arrived? in|near|flew to|office in|wohnt in|lebt in|geboren in|zog nach|reist nach|fährt nach|nahe|bei|aus|nach|in|from|vive en|nació en|viaja a|cerca de|en|habite à|né à|née à|vit à|près de|à|живёт в|живет в|из) (?<value>${place})(?![\p{L}\p{N}])`,
      'gu',
    ),
    holds: (value) => isName(value) && !givenNames.has(value.split(' ')[0] ?? ''),
  },
  { kind: 'group', pattern: new RegExp(String.raw`${begin}(?<value>(?:${groups})s?)(?!\p{L})`, 'gu') },
  {
    kind: 'date-time',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}./-])(?<value>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)|\d{1,2}\.? (?:de )?(?:${month})\.?(?: (?:de )?\d{4})?|(?:${month})\.? \d{1,2}(?:st|nd|rd|th)?, \d{4}|\d{1,2}:\d\d(?: ?[ap]m)?)(?![\p{L}\p{N}/-])`,
      'gu',
    ),
  },
  {
    kind: 'url',
    pattern: /(?<![\p{L}\p{N}])(?<value>(?:https?:\/\/|www\.)[^\s<>"'()|{}]{3,500}[^\s<>"'()|{}.,;:!?])/giu,
  },
];

const needsCapital = clues.filter(({ kind }) => kind !== 'date-time' && kind !== 'url');
const others = clues.filter((clue) => !needsCapital.includes(clue));

/**
 * Names of people and places, groups, dates and addresses of pages, by what stands around them. Clues and no more: some
 * are missed and some found are none. One finding a place, the surest clue first. Linear in the length of the text.
 */
export function findEntities(text: string): Finding[] {
  const fitting = [...(/\p{Lu}/u.test(text) ? needsCapital : []), ...(/[\d/.]/.test(text) ? others : [])];
  const found = fitting.flatMap((clue) => byClue(text, clue));
  const kept: Finding[] = [];
  let end = 0;
  for (const each of found.toSorted((one, other) => one.start - other.start)) {
    if (each.start < end) continue;
    kept.push(each);
    end = each.end;
  }
  return kept;
}

/** Names of people alone. */
export function findPeople(text: string): Finding[] {
  return findEntities(text).filter(({ kind }) => kind === 'entity.person');
}

function byClue(text: string, { kind, pattern, holds }: Clue): Finding[] {
  const found: Finding[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match && found.length < mostOfAKind; match = pattern.exec(text)) {
    const value = match.groups?.value ?? '';
    if (holds?.(value) === false) continue;
    const start = match.index + match[0].lastIndexOf(value);
    found.push({
      kind: `entity.${kind}`,
      severity: 'INFO',
      rule: `guard.${kind}`,
      version: 1,
      start,
      end: start + value.length,
    });
  }
  return found;
}
