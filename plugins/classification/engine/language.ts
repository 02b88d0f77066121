import { identifyLanguage, words } from 'tributary/text';
import type { Classification } from './classify.js';

/** Below this a guess of the language is none. */
const least = 0.25;
const fewVotes = 3;

/** Words of forms and tables: a bill has hardly a sentence to tell its language by. */
const formWords: readonly (readonly [language: string, words: ReadonlySet<string>])[] = [
  [
    'en',
    new Set(
      'invoice number date due quantity amount unit price total customer order payment address page subtotal'.split(
        ' ',
      ),
    ),
  ],
  [
    'de',
    new Set(
      'rechnung datum nummer menge betrag preis summe kunde bestellung zahlbar anschrift seite rechnungsnummer mwst'.split(
        ' ',
      ),
    ),
  ],
  [
    'fr',
    new Set(
      'facture numéro date quantité montant prix client commande paiement adresse désignation échéance total tva'.split(
        ' ',
      ),
    ),
  ],
  [
    'es',
    new Set(
      'factura número fecha cantidad importe precio cliente pedido pago dirección descripción vencimiento total iva'.split(
        ' ',
      ),
    ),
  ],
];

/** The language by the sentences, else by the words of its forms; null when neither can tell. */
export function languageOf(text: string): Pick<Classification, 'language' | 'languageConfidence'> {
  const { language, confidence } = identifyLanguage(text);
  if (language !== null && confidence >= least) return { language, languageConfidence: confidence };
  const found = new Set(words(text));
  const votes = formWords
    .map(([each, known]): [string, number] => [each, [...known].filter((word) => found.has(word)).length])
    .sort(([, one], [, other]) => other - one);
  const [first, second] = votes;
  if (!first || first[1] < fewVotes || first[1] - (second?.[1] ?? 0) < 2) {
    return { language: null, languageConfidence: confidence };
  }
  return {
    language: first[0],
    languageConfidence: Math.round((1 - (second?.[1] ?? 0) / first[1]) * 80) / 100,
  };
}
